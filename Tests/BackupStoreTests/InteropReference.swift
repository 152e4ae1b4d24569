import TestSupport

/// `Reference/cvb.py`, which reads and writes the format independently.
struct InteropReference {
  static let python = "/usr/bin/python3"
  /// Whether the interpreter and PyNaCl (Debian: `python3-nacl`) are there.
  static let isAvailable = (try? runProcess(python, ["-c", "import nacl.bindings"]))?.status == 0

  let folder: String

  private static let script: String = {
    let path = #filePath
    return path.prefix(upTo: path.lastIndex(of: "/")!) + "/Reference/cvb.py"
  }()

  @discardableResult
  private func run(_ arguments: [String]) throws -> ProcessOutcome {
    try runProcess(Self.python, [Self.script] + arguments)
  }

  private func pinFile(_ digits: String) throws -> String {
    let path = folder + "/pin"
    try write(digits + "\n", to: path)
    return path
  }

  /// Makes backups on a card.
  func make(on card: String, _ digits: String, _ options: [String]) throws -> ProcessOutcome {
    try run(["make", card, pinFile(digits)] + options)
  }

  /// Opens a backup.
  ///
  /// - Returns: the exit status, 5 for a wrong PIN, and the archive, empty where the backup was refused.
  func open(_ path: String, _ digits: String) throws -> (status: Int32, archive: [UInt8], report: String) {
    let archive = folder + "/archive.tar"
    if try exists(archive) { try remove(archive) }
    let outcome = try run(["open", path, pinFile(digits), archive])
    return (outcome.status, outcome.status == 0 ? try contents(archive) : [], outcome.text)
  }

  /// Checks an archive's rules.
  func checkArchive(_ archive: [UInt8]) throws -> Bool {
    try write(archive, to: folder + "/checked.tar")
    return try run(["check-archive", folder + "/checked.tar"]).status == 0
  }
}
