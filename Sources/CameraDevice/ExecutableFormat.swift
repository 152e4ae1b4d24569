internal import FileSystem

/// What the kernel would make of the first bytes of a program (`execve`): a script, or an ELF file and its loader.
struct ExecutableFormat {
  /// Bytes from the beginning that are looked at.
  static let limit = 65_536

  private let bytes: [UInt8]
  private let files: any FileRoot

  /// - Parameters:
  ///   - bytes: the first of the program, as many as are looked at.
  ///   - files: where what is to run it would be.
  init(_ bytes: [UInt8], _ files: any FileRoot) {
    self.bytes = bytes
    self.files = files
  }

  /// Why it cannot be run; `nil` where nothing is known against it.
  var problem: ProgramProblem? {
    if bytes.isEmpty { return .empty }
    if bytes.starts(with: "#!".utf8) { return scriptProblem }
    guard bytes.starts(with: [0x7F] + Array("ELF".utf8)), bytes.count >= 52 else { return .unknownFormat }
    guard let loader else { return nil }
    return canRun(loader) ? nil : .noInterpreter(loader)
  }

  private var scriptProblem: ProgramProblem? {
    let line = bytes.dropFirst(2).prefix { $0 != 0x0A }.drop { $0 == 0x20 || $0 == 0x09 }
    let path = String(decoding: line.prefix { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
    guard !path.isEmpty else { return .unknownFormat }
    return canRun(path) ? nil : .noInterpreter(path)
  }

  /// The loader that an ELF file asks for (`PT_INTERP`); `nil` for a static one, and for the byte order of another
  /// machine.
  private var loader: String? {
    guard bytes[5] == 1 else { return nil }
    let isWide = bytes[4] == 2
    guard let table = number(isWide ? 0x20 : 0x1C, isWide ? 8 : 4), let size = number(isWide ? 0x36 : 0x2A, 2),
      let count = number(isWide ? 0x38 : 0x2C, 2)
    else { return nil }
    for index in 0..<count {
      let entry = table + index * size
      guard number(entry, 4) == 3 else { continue }
      guard let offset = number(entry + (isWide ? 8 : 4), isWide ? 8 : 4), offset < bytes.count else { return nil }
      return String(decoding: bytes[offset...].prefix { $0 != 0 }, as: UTF8.self)
    }
    return nil
  }

  /// A number in little-endian order; `nil` beyond what is looked at.
  private func number(_ offset: Int, _ length: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - length else { return nil }
    let value = bytes[offset..<offset + length].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return value < UInt64(Self.limit) || length < 8 ? Int(value) : nil
  }

  private func canRun(_ path: String) -> Bool {
    guard let real = try? files.realPath(path) else { return false }
    return ThisProcess.mayExecute(real)
  }
}
