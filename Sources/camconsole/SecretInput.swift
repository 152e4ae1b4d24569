internal import BackupStore
internal import CameraService
internal import FileSystem
internal import Glibc
internal import Sodium

/// Reads secrets into guarded memory: from the terminal without echo, from a file, or line by line from standard input.
enum SecretInput {
  /// Bytes that a line may have.
  static let longest = 1_024

  /// Reads a secret from where an option says, else asks on the terminal.
  ///
  /// - Parameters:
  ///   - file: the option's value: a path, or `-`.
  ///   - option: the option's name, for whoever has no terminal.
  ///   - line: which line of standard input this is, from 1.
  static func read(
    file: String?, option: String, prompt: String, line: Int = 1
  ) throws(ServiceError) -> SecretBytes {
    guard let file else { return try ask(prompt, option: option) }
    guard file != "-" else { return try readLine(STDIN_FILENO, "-", number: line) }
    let descriptor: Int32
    do {
      descriptor = try SystemCalls.openToRead(file)
    } catch {
      throw error.code == EINTR ? .store(.stopped) : .secret(.file(path: file, code: error.code))
    }
    defer { SystemCalls.closeFile(descriptor) }
    return try readLine(descriptor, file)
  }

  /// Reads a new secret; on the terminal twice.
  ///
  /// - Parameters:
  ///   - line: which line of standard input this is, from 1.
  ///   - difference: what is thrown when the two are not the same.
  static func readNew(
    file: String?, option: String, prompt: String, line: Int = 1, difference: ServiceError = .pinsDiffer
  ) throws(ServiceError) -> SecretBytes {
    let first = try read(file: file, option: option, prompt: prompt, line: line)
    guard file == nil else { return first }
    let second = try ask(prompt + " again", option: option)
    guard first.isEqual(to: second) else { throw difference }
    return first
  }

  private static func ask(_ prompt: String, option: String) throws(ServiceError) -> SecretBytes {
    guard let terminal = SystemCalls.openTerminal() else { throw .secret(.noTerminal(option: option)) }
    defer { SystemCalls.closeFile(terminal) }
    return try SystemCalls.withoutEcho(terminal) { () throws(ServiceError) in
      try Output.write(prompt + ": ", to: terminal)
      let line = try readLine(terminal, "the terminal")
      try Output.write("\n", to: terminal)
      return line
    }
  }

  /// Reads up to the next line feed, which is cut, with a carriage return before it. Nothing is read beyond it.
  private static func readLine(
    _ descriptor: Int32, _ name: String, number: Int = 1
  ) throws(ServiceError) -> SecretBytes {
    do {
      var line = try SecretBytes(count: longest)
      var count = 0
      while let byte = try SystemCalls.readByte(descriptor, name: name), byte != 0x0A {
        guard count < longest else { throw ServiceError.secret(.tooLong(path: name, limit: longest)) }
        line.withMutableBytes { $0[count] = byte }
        count += 1
      }
      guard count > 0 else { throw ServiceError.secret(.missingLine(path: name, line: number)) }
      return try trimmed(line, count)
    } catch let error as ServiceError {
      throw error
    } catch let error as FileError {
      throw error.code == EINTR ? .store(.stopped) : .secret(.file(path: name, code: error.code))
    } catch {
      throw .secret(.noMemory)
    }
  }

  private static func trimmed(_ line: borrowing SecretBytes, _ count: Int) throws -> SecretBytes {
    let isReturned = line.withBytes { $0[count - 1] == 0x0D }
    return try line.slice(0, isReturned ? count - 1 : count)
  }
}

/// Asks before what destroys.
enum Confirmation {
  /// Whether the person agrees: by `--yes`, or by typing the word on the terminal. Without either: no.
  static func isGiven(_ question: String, yes: Bool) -> Bool {
    guard !yes else { return true }
    guard let terminal = SystemCalls.openTerminal() else { return false }
    defer { SystemCalls.closeFile(terminal) }
    guard (try? Output.write(question + " Type yes to go on: ", to: terminal)) != nil else { return false }
    var answer: [UInt8] = []
    while let byte = try? SystemCalls.readByte(terminal, name: "the terminal"), byte != 0x0A, answer.count < 16 {
      answer.append(byte)
    }
    return answer == Array("yes".utf8)
  }

  /// Refuses what the person does not agree to.
  ///
  /// - Throws: `ServiceError.notConfirmed`, or `.store(.stopped)` when a signal ended the question.
  static func require(_ what: String, _ question: String, yes: Bool) throws(ServiceError) {
    guard isGiven(question, yes: yes) else {
      throw SystemCalls.signal == 0 ? .notConfirmed(what) : .store(.stopped)
    }
  }
}
