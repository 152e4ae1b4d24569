import FoundationEssentials
import TerminalSupport
import TestSupport
import Testing

/// The steps of `screenshots/tour`, by which `screenshots/take` takes the pictures. The file describes them.
struct Tour: Sendable, CustomTestStringConvertible {
  enum Step: Sendable {
    case wait(String)
    case type(String)
    case shell(String)
    case picture(String)
  }

  enum Problem: Error {
    case unreadable(String)
    case notAStep(line: Int)
    case unknownKey(String)
  }

  /// A new demo camera's terminal.
  private(set) var type = ""
  private(set) var columns = 0
  private(set) var rows = 0
  private(set) var arguments: [String] = []
  private(set) var steps: [Step] = []

  /// The pictures that the scene takes.
  var pictures: [String] {
    steps.compactMap { if case .picture(let name) = $0 { name } else { nil } }
  }

  var testDescription: String { pictures.joined(separator: ", ") }

  /// How the terminal is set, as `screenshots/take` does it.
  var setup: ScreenSetup {
    var setup = ScreenSetup(type: type)
    (setup.columns, setup.rows, setup.locale) = (columns, rows, type.hasPrefix("xterm") ? "C.UTF-8" : "C")
    setup.environment["TZ"] = "UTC"
    return setup
  }

  /// The scenes of the file.
  static func scenes() throws(Problem) -> [Tour] {
    var scenes: [Tour] = []
    let lines = try text(of: "tour").split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      guard let verb = words.first, !verb.hasPrefix("#") else { continue }
      let rest = words.count > 1 ? String(words[1]) : ""
      if verb == "scene" {
        scenes.append(try Tour(scene: rest, line: number + 1))
      } else if let step = Step(verb: String(verb), rest), !scenes.isEmpty {
        scenes[scenes.count - 1].steps.append(step)
      } else {
        throw .notAStep(line: number + 1)
      }
    }
    return scenes
  }

  private init(scene: String, line: Int) throws(Problem) {
    let words = scene.split(separator: " ").map(String.init)
    let size = words.count > 1 ? words[1].split(separator: "x").compactMap { Int($0) } : []
    guard size.count == 2 else { throw .notAStep(line: line) }
    (type, columns, rows, arguments) = (words[0], size[0], size[1], Array(words.dropFirst(2)))
  }

  /// A file beside the pictures.
  static func text(of name: String) throws(Problem) -> String {
    let path = "\(Binary.project)/screenshots/\(name)"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw .unreadable(path) }
    return text
  }

  /// Keys as the tour writes them: what is typed as it is, and single keys in their order.
  static func keys(_ text: String) throws(Problem) -> [String] {
    var keys: [String] = []
    var rest = text[...]
    while let match = rest.firstMatch(of: /<([A-Za-z-]+)>/) {
      if match.range.lowerBound > rest.startIndex { keys.append(String(rest[..<match.range.lowerBound])) }
      keys.append(try key(String(match.1)))
      rest = rest[match.range.upperBound...]
    }
    return rest.isEmpty ? keys : keys + [String(rest)]
  }

  private static func key(_ name: String) throws(Problem) -> String {
    if let letter = name.wholeMatch(of: /Ctrl-([A-Z])/)?.1.unicodeScalars.first {
      return String(Unicode.Scalar(UInt8(letter.value & 31)))
    }
    let keys: [String: String] = [
      "Enter": "\r", "Tab": "\t", "BackTab": "\u{1B}[Z", "Esc": "\u{1B}", "Space": " ", "Backspace": "\u{7F}",
      "Up": "\u{1B}[A", "Down": "\u{1B}[B", "Right": "\u{1B}[C", "Left": "\u{1B}[D", "Home": "\u{1B}[H",
      "End": "\u{1B}[F", "PageUp": "\u{1B}[5~", "PageDown": "\u{1B}[6~",
    ]
    guard let key = keys[name] else { throw .unknownKey(name) }
    return key
  }
}

extension Tour.Step {
  fileprivate init?(verb: String, _ rest: String) {
    guard !rest.isEmpty else { return nil }
    switch verb {
    case "wait": self = .wait(rest)
    case "type": self = .type(rest)
    case "shell": self = .shell(rest)
    case "picture": self = .picture(rest)
    default: return nil
    }
  }
}
