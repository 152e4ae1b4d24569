/// A terminal without a screen, with a process behind it: what a person types goes in, what a person sees comes out.
package final class PseudoTerminal {
  private let process: TerminalProcess
  /// Everything that was shown so far.
  package private(set) var screen = ""

  /// Starts a process on a new terminal, which is its standard input, output and error.
  package init(_ path: String, _ arguments: [String], _ options: ProcessOptions = ProcessOptions()) throws {
    process = try TerminalProcess(path, arguments, options)
  }

  package func type(_ text: String) {
    process.write(Array(text.utf8))
  }

  /// Whether what is typed is shown.
  package var isEchoing: Bool { process.isEchoing }

  /// Waits until a text has been shown.
  ///
  /// - Returns: whether it came.
  package func shows(_ text: String, within seconds: Int = 300) -> Bool {
    for _ in 0..<(seconds * 20) where !screen.contains(text) { _ = receive(milliseconds: 50) }
    return screen.contains(text)
  }

  /// Waits until what was shown since the call ends with one of these texts, or the process has ended.
  ///
  /// - Returns: the text; `nil` after the end.
  package func awaitsAnswer(to questions: [String], within seconds: Int = 300) -> String? {
    let before = screen.utf8.count
    for _ in 0..<(seconds * 20) {
      if screen.utf8.count > before, let question = questions.first(where: screen.hasSuffix) { return question }
      guard receive(milliseconds: 50) != nil else { return nil }
    }
    return nil
  }

  /// Waits for the end of the process.
  ///
  /// - Returns: its exit status, or 128 and the number of the signal that ended it; `nil` when it goes on.
  package func end(within seconds: Int = 300) throws -> Int32? {
    for _ in 0..<(seconds * 20) {
      let isOver = receive(milliseconds: 50) == nil
      if let status = try process.end(within: isOver ? 1 : 0) {
        while receive(milliseconds: 0) ?? 0 > 0 {}
        return status
      }
    }
    return nil
  }

  /// Takes what has been shown.
  ///
  /// - Returns: how many bytes came; `nil` when nobody can show more.
  private func receive(milliseconds: Int32) -> Int? {
    guard let bytes = process.receive(milliseconds: milliseconds) else { return nil }
    screen += String(decoding: bytes, as: UTF8.self)
    return bytes.count
  }
}
