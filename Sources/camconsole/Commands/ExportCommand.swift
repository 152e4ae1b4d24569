internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import FileSystem
internal import Glibc

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Copy a backup off the card, decrypted as a tar archive or sealed as it is.",
    discussion: """
      The archive is plain text: keep it accordingly. It is written only after every byte of the backup is verified. \
      With --sealed the encrypted file is copied; that needs no PIN, and opens anywhere with the PIN alone. A file \
      that exists is never overwritten. Over SSH and sudo only a sealed export to standard output is possible. JSON: id, \
      file, sealed, bytes; on standard error where the export goes to standard output.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo for what was before the last restore.")
  var id: BackupSelector

  @Argument(help: "The file to make; - for standard output.")
  var file: String

  @Flag(help: "Copy the encrypted file as it is.")
  var sealed = false

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    if !sealed { try Permission.refuse(.exportInClear) }
    try Permission.check("export", file)
    if file == "-", SystemCalls.isOutputATerminal {
      throw ServiceError.usage(.exportToTerminal)
    }
    var destination = try ExportFile(file)
    let backup: BackupDescription?
    do {
      backup = try export(to: &destination)
      try destination.finish()
    } catch {
      destination.discard()
      throw error
    }
    guard json else { return Output.notice("Exported to \(file).") }
    let report = JSONValue.object([
      "id": .text(backup?.id ?? "\(id)"), "file": .text(file), "sealed": .truth(sealed),
      "bytes": .number(destination.bytes),
    ])
    try Output.json(report, to: file == "-" ? 2 : 1)
  }

  private func export(to destination: inout ExportFile) throws(ServiceError) -> BackupDescription? {
    guard !sealed else {
      return try global.onCamera { (camera) throws(ServiceError) in
        try camera.exportSealed(id) { (bytes) throws(ServiceError) in try destination.write(bytes) }
      }
    }
    let pin = try pinOption.read(for: id, global)
    return try global.onCamera { (camera) throws(ServiceError) in
      try camera.exportBackup(id, pin) { (bytes) throws(ServiceError) in try destination.write(bytes) }
    }
  }
}

/// The file that an export makes. Where the file system permits it has no name before it is finished; else it is removed
/// again unless it is.
private struct ExportFile {
  private let path: String
  private let made: Made
  /// How many bytes were written.
  private(set) var bytes: Int64 = 0

  private enum Made {
    case standardOutput
    case unnamed(UnnamedFile, directory: any Directory, name: String)
    case named(any File, directory: any Directory, name: String)
  }

  init(_ path: String) throws(ServiceError) {
    self.path = path
    guard path != "-" else {
      made = .standardOutput
      return
    }
    do throws(FileError) {
      guard let place = SplitPath(SystemCalls.absolute(path)) else {
        throw FileError(.create, path, code: EEXIST)
      }
      let directory = try PosixFileSystem().openDirectory(at: place.directory)
      made = try Self.make(place.name, in: directory)
    } catch {
      throw .export(path: path, error)
    }
  }

  private static func make(_ name: String, in directory: any Directory) throws(FileError) -> Made {
    // Nobody types a PIN for a name that is taken.
    guard try !directory.contains(name) else { throw FileError(.create, name, code: EEXIST) }
    // What is asked of `/proc` in the end is there now.
    if SystemCalls.hasDescriptorNames, let file = UnnamedFile(in: directory) {
      return .unnamed(file, directory: directory, name: name)
    }
    return .named(try directory.create(name), directory: directory, name: name)
  }

  mutating func write(_ bytes: Span<UInt8>) throws(ServiceError) {
    do throws(FileError) {
      switch made {
      case .standardOutput: try SystemCalls.write(bytes, to: STDOUT_FILENO, name: path)
      case .unnamed(let unnamed, _, _): try unnamed.file.write(bytes, at: self.bytes)
      case .named(let file, _, _): try file.write(bytes, at: self.bytes)
      }
      self.bytes += Int64(bytes.count)
    } catch {
      throw error.code == EINTR ? .store(.stopped) : .export(path: path, error)
    }
  }

  /// Makes the file durable.
  func finish() throws(ServiceError) {
    do throws(FileError) {
      switch made {
      case .standardOutput: return
      case .unnamed(let unnamed, let directory, let name):
        try synchronize(unnamed.file)
        try unnamed.link(as: name)
        try? directory.synchronize()
      case .named(let file, _, _): try synchronize(file)
      }
    } catch {
      throw .export(path: path, error)
    }
  }

  private func synchronize(_ file: any File) throws(FileError) {
    do throws(FileError) {
      try file.synchronize()
    } catch {
      // What is not a file on a disk may not know fsync.
      guard error.code == EINVAL else { throw error }
    }
  }

  func discard() {
    if case .named(_, let directory, let name) = made { try? directory.remove(name) }
  }
}
