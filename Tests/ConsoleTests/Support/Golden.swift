import FoundationEssentials
import TerminalUI
import Testing

/// Screens as they were looked at and found good: text files, which `CAMCONSOLE_RECORD=1` writes again.
enum Golden {
  private static let isRecording = ProcessInfo.processInfo.environment["CAMCONSOLE_RECORD"] == "1"

  private static func path(_ name: String) -> String {
    let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    return "\(tests)/Screens/\(name).screen"
  }

  /// Compares a frame with `Screens/NAME.screen`. Where the cursor rests stands under it.
  static func expect(_ driver: ConsoleDriver, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    ScreenRules.expect(driver, name, sourceLocation)
    let canvas = driver.canvas
    let cursor = canvas.cursor.map { "cursor: column \($0.column), row \($0.row)" } ?? "cursor: none"
    let text = "\(canvas.text)\n\(cursor)\n"
    guard !isRecording else {
      #expect(throws: Never.self, sourceLocation: sourceLocation) {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
      }
      return
    }
    let wanted = try? String(contentsOfFile: path(name), encoding: .utf8)
    #expect(wanted != nil, "\(name).screen is missing; CAMCONSOLE_RECORD=1 records it", sourceLocation: sourceLocation)
    guard let wanted, wanted != text else { return }
    Issue.record("\(name).screen:\n\(wanted)is now:\n\(text)", sourceLocation: sourceLocation)
  }
}
