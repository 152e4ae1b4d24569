internal import BackupStore
internal import CameraDevice
package import CameraModel
internal import FileSystem

extension UseCase {
  /// Keys of the configuration.
  static let showConfiguration = UseCase("config show", .look)
}

/// The sections and keys of the camera, to be looked at and changed. A screen or a command uses it so:
///
/// 1. `configurationFiles()` reads all documents of sections. `ConfigurationFiles` finds sections and keys by their
///    names, and shows them: sorted, with stars for secrets (`places`, `shown(_:)`).
/// 2. A `ConfigurationEdit` collects what a person wants: `set` and `unset` a `ConfigurationKey`, found by
///    `key(named:)` or `keyToSet(named:)`. `ConfigurationFiles.edit(applying:)` makes one of a document.
/// 3. `previewConfiguration(_:_:)` says what that would change and warns. Nothing is written. What is not allowed is
///    refused here (`ServiceError.edit`), and so is any change while an earlier one waits.
/// 4. `changeConfiguration(_:_:shown:)` carries it out like a restore: staged beside the configuration, recorded,
///    exchanged in one step. It is refused if a file is another than the one that the preview was made of.
/// 5. Unless the report says `isUnchanged`, the caller restarts the camera with `reboot()`. From then on the change is
///    a `RestoreStatus` whose `edited` is set: `confirmRestore`, `revertRestore`, `boot` and Undo work as after a
///    restore.
extension Camera {
  /// All documents of sections in the configuration directory.
  ///
  /// - Throws: `.configuration`; `.edit` for a `camera.cfg` in UTF-16.
  package func configurationFiles() throws(ServiceError) -> ConfigurationFiles {
    try perform(.showConfiguration) { () throws(ServiceError) in try readConfiguration().documents }
  }

  /// The same, not reported.
  func readConfiguration() throws(ServiceError) -> ConfigurationTree {
    let running = try openConfiguration()
    var reader = ConfigurationReader(running)
    try mapError(ServiceError.configuration) { () throws(FileError) in try reader.run() }
    let documents = ConfigurationFiles(reader.files, settings)
    for file in documents.files where file.isMain && file.document.isUTF16 { throw .edit(.file(file.path, .utf16)) }
    return ConfigurationTree(running: running, documents: documents, flagged: reader.flagged)
  }
}

/// The configuration directory as a change of it finds it.
struct ConfigurationTree {
  let running: any Directory
  let documents: ConfigurationFiles
  /// Entries with a flag of `chattr`, which a copy does not have.
  let flagged: RestoreLosses
}

/// Walks through the configuration directory and keeps the documents of sections.
private struct ConfigurationReader {
  private var descent: Descent<any Directory>
  private(set) var files: [ConfigurationFiles.File] = []
  private(set) var flagged = RestoreLosses()

  init(_ running: any Directory) { descent = Descent(running) }

  mutating func run() throws(FileError) {
    var pending: [[String]] = [[]]
    while let names = pending.popLast() {
      let directory = try descent.directory(names)
      // What a cut in a change of the configuration left is not part of it.
      for entry in try directory.entries() where !(names.isEmpty && directory.holdsLeftover(entry.name)) {
        do throws(FileError) {
          if try look(at: entry.name, in: directory, names) { pending.append(names + [entry.name]) }
        } catch {
          // A file that comes and goes is not a document.
          guard error.isNotFound, !KeptParts.isMain((names + [entry.name]).joined(separator: "/")) else { throw error }
        }
      }
    }
  }

  /// - Returns: whether it is a directory.
  private mutating func look(
    at name: String, in directory: any Directory, _ names: [String]
  ) throws(FileError) -> Bool {
    let path = (names + [name]).joined(separator: "/")
    flagged.add(directory.lock(of: name), of: path)
    let status = try directory.status(of: name)
    if status.kind == .regular { try read(name, in: directory, status, path) }
    return status.kind == .directory
  }

  private mutating func read(
    _ name: String, in directory: any Directory, _ status: FileStatus, _ path: String
  ) throws(FileError) {
    let (isMain, limit) = (KeptParts.isMain(path), DifferenceReader.documentLimit(path))
    guard isMain || status.size <= Int64(limit) else { return }
    guard let bytes = try directory.readWhole(name, limit: limit) else {
      if isMain { throw FileError(.read, name, code: FileError.Code.tooLarge) }
      return
    }
    guard isMain || ConfigurationDocument.mayBe(bytes) else { return }
    let document = ConfigurationDocument(bytes)
    guard isMain || document.isDocument else { return }
    files.append(ConfigurationFiles.File(path: path, document: document))
  }
}
