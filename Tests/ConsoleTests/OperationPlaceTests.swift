import FoundationEssentials
import TestSupport
import Testing

/// New work on a screen edits no stranger: the article *Contributing* has six places in four files for it.
struct OperationPlaceTests {
  private static let sources = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Sources"

  /// The files of `Sources` in which a pattern is found.
  private static func files(with pattern: Regex<Substring>) throws -> Set<String> {
    let names = try FileManager.default.subpathsOfDirectory(atPath: sources).filter { $0.hasSuffix(".swift") }
    return Set(try names.filter { try #require(Disk.read(sources + "/" + $0)).contains(pattern) })
  }

  /// An operation and its reply are named in its row, and by screens. What the console does besides is in these files:
  /// it keeps what was reported, and knows a PIN that was generated and a camera that restarts.
  @Test func anOperationIsNamedInItsRowAndOnScreens() throws {
    let pattern = /\.(?:session|camera|backups|pin|restore|users|configuration)\(\./
    let places = try Self.files(with: pattern).filter { !$0.hasPrefix("Console/Screens/") }
    let rows = places.filter { $0.hasPrefix("Console/Operations/") }
    #expect(rows.count >= 7)
    #expect(
      places.subtracting(rows) == [
        "Console/ConsoleSteps.swift", "Console/Context.swift", "camconsole/Console/ConsoleLoop.swift",
      ])
  }

  /// No other place lists the use cases: each is a constant in the file of what it names.
  @Test func aUseCaseIsNamedWhereItIs() throws {
    let places = try Self.files(with: /UseCase\(/)
    #expect(places.count > 15)
    #expect(places.allSatisfy { $0.hasPrefix("CameraService/") })
    for place in places where place != "CameraService/Log/EventLog.swift" {
      let text = try #require(Disk.read(Self.sources + "/" + place))
      for match in text.matches(of: /static let (\w+) = UseCase\(/) {
        #expect(text.contains("perform(.\(match.1)") || text.contains(" .\(match.1)"), "\(place): \(match.1)")
      }
    }
  }
}
