import CameraService
import Console
import TerminalUI
import Testing
import Wording

/// Hints on the screens name only buttons and screens that exist.
struct ControlLabelTests {
  /// The titles and buttons that are seen on the way over these screens, without the dots of a question.
  private static let labels: Set<String> = {
    var drivers: [ConsoleDriver] = []
    for key in ["s", "m", "g"] {
      var driver = ConsoleDriver.loggedIn()
      driver.type(key)
      drivers.append(driver)
    }
    drivers.append(.loggedIn(Values.status(restore: Values.waitingRestore(500))))
    drivers.append(UsersDriver.make())
    drivers.append(PINDriver.make(Values.status(card: Values.card(.locked, foreign: 3), backups: 0)))
    var backups = BackupDriver.opened()
    drivers.append(backups)
    backups.type("d")
    backups.press(.tab, .tab, .enter)
    drivers.append(backups)
    return drivers.reduce(into: []) { $0.formUnion(labels(of: $1)) }
  }()

  private static func labels(of driver: ConsoleDriver) -> [String] {
    let pieces = driver.text.split(separator: "[").dropFirst().map(String.init)
    let buttons = pieces.map { String($0.prefix { $0 != "]" }) }
    return [title(of: driver.lines[0].dropFirst())]
      + buttons.map { $0.hasSuffix("...") ? String($0.dropLast(3)) : $0 }
  }

  /// A title ends before two spaces: the camera's name follows.
  private static func title(of line: Substring) -> String {
    let characters = zip(line, line.dropFirst()).prefix { $0 != (" ", " ") }.map(\.0)
    return String(characters)
  }

  @Test(arguments: Control.allCases) func theButtonOrTheScreenExists(_ control: Control) {
    #expect(Self.labels.contains(control.button), "\(control.button) is not among \(Self.labels.sorted())")
  }
}
