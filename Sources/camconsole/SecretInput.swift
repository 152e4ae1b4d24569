internal import BackupStore
internal import CameraService
internal import FileSystem
internal import Sodium

/// Reads secrets into guarded memory: from the terminal without echo, from a file, or line by line from standard input.
struct SecretInput {
  /// Bytes that a line with a PIN or a password may have.
  private static let longest = 1_024

  /// Where the files are that options name.
  let files: PosixFileSystem

  /// Reads a secret from where an option says, else asks on the terminal.
  ///
  /// - Parameters:
  ///   - file: the option's value: a path, or `-`.
  ///   - option: the option's name, for a person who has no terminal.
  ///   - line: which line of standard input this is, from 1.
  ///   - limit: bytes that it may have.
  func read(
    file: String?, option: String, prompt: String, line: Int = 1, limit: Int = longest
  ) throws(ServiceError) -> SecretBytes {
    guard let file else { return try Self.ask(prompt, option: option, limit) }
    guard file != "-" else { return try Self.readLine(0, "-", number: line, limit) }
    let descriptor: Int32
    do {
      descriptor = try files.openToRead(at: ThisProcess.absolute(file))
    } catch {
      throw error.isInterrupted ? .store(.stopped) : .secret(.file(path: file, error))
    }
    defer { SystemCalls.closeFile(descriptor) }
    return try Self.readLine(descriptor, file, limit)
  }

  /// Reads a new secret; on the terminal twice.
  ///
  /// - Parameters:
  ///   - line: which line of standard input this is, from 1.
  ///   - limit: bytes that it may have.
  ///   - difference: what is thrown when the two are not the same.
  func readNew(
    file: String?, option: String, prompt: String, line: Int = 1, limit: Int = longest,
    difference: ServiceError = .pinsDiffer
  ) throws(ServiceError) -> SecretBytes {
    let first = try read(file: file, option: option, prompt: prompt, line: line, limit: limit)
    guard file == nil else { return first }
    let second = try Self.ask(prompt + " again", option: option, limit)
    guard first.isEqual(to: second) else { throw difference }
    return first
  }

  private static func ask(_ prompt: String, option: String, _ limit: Int) throws(ServiceError) -> SecretBytes {
    guard let terminal = SystemCalls.openTerminal() else { throw .secret(.noTerminal(option: option)) }
    defer { SystemCalls.closeFile(terminal) }
    return try SystemCalls.withoutEcho(terminal) { () throws(ServiceError) in
      try Output.write(prompt + ": ", to: terminal)
      let line = try readLine(terminal, "the terminal", limit)
      try Output.write("\n", to: terminal)
      return line
    }
  }

  /// Reads up to the next line feed, which is cut, with carriage returns before it, and a byte order mark before the
  /// secret. Nothing is read beyond it.
  private static func readLine(
    _ descriptor: Int32, _ name: String, number: Int = 1, _ limit: Int
  ) throws(ServiceError) -> SecretBytes {
    do {
      var line = try SecretBytes(count: limit)
      var count = 0
      while let byte = try SystemCalls.readByte(descriptor, name: name), byte != 0x0A {
        guard count < limit else { throw ServiceError.secret(.tooLong(path: name, limit: limit)) }
        line.withMutableBytes { $0[count] = byte }
        count += 1
      }
      guard count > 0 else { throw ServiceError.secret(.missingLine(path: name, line: number)) }
      let text = range(of: line, count)
      guard !isUTF16(line, count) else { throw ServiceError.secret(.utf16(path: name)) }
      return try line.slice(text.lowerBound, text.count)
    } catch let error as ServiceError {
      throw error
    } catch let error as FileError {
      throw error.isInterrupted ? .store(.stopped) : .secret(.file(path: name, error))
    } catch {
      throw .secret(.noMemory)
    }
  }

  /// The line without a byte order mark before it and carriage returns behind it.
  private static func range(of line: borrowing SecretBytes, _ count: Int) -> Range<Int> {
    line.withBytes { bytes in
      var end = count
      while end > 0, bytes[end - 1] == 0x0D { end -= 1 }
      let hasMark = end >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
      return (hasMark ? 3 : 0)..<end
    }
  }

  /// Whether the line begins with the byte order mark of UTF-16, as what PowerShell and Notepad write does.
  private static func isUTF16(_ line: borrowing SecretBytes, _ count: Int) -> Bool {
    line.withBytes { count >= 2 && ($0[0] == 0xFF && $0[1] == 0xFE || $0[0] == 0xFE && $0[1] == 0xFF) }
  }
}

/// Asks before what destroys.
enum Confirmation {
  /// Whether the person agrees: by `--yes`, or by typing the word on the terminal. Without either: no.
  static func isGiven(_ question: String, yes: Bool) -> Bool {
    guard !yes else { return true }
    guard let terminal = SystemCalls.openTerminal() else { return false }
    defer { SystemCalls.closeFile(terminal) }
    guard (try? Output.write(question + " Type yes to continue: ", to: terminal)) != nil else { return false }
    var answer: [UInt8] = []
    while let byte = try? SystemCalls.readByte(terminal, name: "the terminal"), byte != 0x0A, answer.count < 16 {
      answer.append(byte)
    }
    return answer == Array("yes".utf8)
  }

  /// Refuses what the person does not agree to.
  ///
  /// - Throws: `ServiceError.notConfirmed`, or `.store(.stopped)` when a signal ended the question.
  static func require(_ consent: Consent, _ question: String, yes: Bool) throws(ServiceError) {
    guard isGiven(question, yes: yes) else {
      throw SystemCalls.signal == 0 ? .notConfirmed(consent) : .store(.stopped)
    }
  }
}
