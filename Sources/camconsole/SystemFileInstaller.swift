internal import CameraService
internal import FileSystem

/// Writes files of the system below a directory, each durably and at once or not at all.
struct SystemFileInstaller {
  /// What was done with a file.
  enum State: String {
    case written, replaced
    /// It was there with these contents.
    case unchanged
  }

  /// The directory that stands for the root of the system.
  let root: String
  /// Where it is.
  let files: any FileRoot

  /// - Parameters:
  ///   - root: absolute.
  ///   - files: where it is.
  init(root: String, files: any FileRoot) {
    // Without the slash at its end, which / is, too.
    self.root = root.last == "/" ? String(root.dropLast()) : root
    self.files = files
  }

  /// Writes the files. All are looked at before the first is written.
  ///
  /// - Parameters:
  ///   - all: the files.
  ///   - replaces: whether files with other contents are replaced.
  ///   - now: seconds since 1970.
  /// - Returns: what was done with each, in this order.
  func install(_ all: [SystemFile], replaces: Bool, now: Int64) throws(ServiceError) -> [State] {
    var states: [State] = []
    for file in all { states.append(try state(of: file, replaces)) }
    for (file, state) in zip(all, states) where state != .unchanged { try write(file, now) }
    return states
  }

  /// Where a file goes.
  func path(of file: SystemFile) -> String { root + file.path }

  private func state(of file: SystemFile, _ replaces: Bool) throws(ServiceError) -> State {
    guard let found = try mapError({ error($0, file) }, try found(file)) else { return .written }
    guard found != file.contents else { return .unchanged }
    guard replaces else { throw .systemFile(.exists(path: path(of: file))) }
    return .replaced
  }

  /// The contents of what has the file's place; one byte more than its own tells that they differ.
  private func found(_ file: SystemFile) throws(FileError) -> [UInt8]? {
    do throws(FileError) {
      let (directory, name) = try place(of: file)
      return try files.openDirectory(at: directory).open(name).readAll(limit: file.contents.count + 1)
    } catch {
      guard error.isNotFound else { throw error }
      return nil
    }
  }

  private func write(_ file: SystemFile, _ now: Int64) throws(ServiceError) {
    let isReplaced = try mapError({ error($0, file) }) { () throws(FileError) in
      let (path, name) = try place(of: file)
      let directory = try files.openMakingDirectories(at: path, mode: 0o755)
      return try PublishedFile.replace(name, in: directory, with: file.contents.span, mode: file.mode, now: now)
    }
    guard isReplaced else { throw .notReplaceable(path: path(of: file)) }
  }

  private func place(of file: SystemFile) throws(FileError) -> (directory: String, name: String) {
    guard let place = SplitPath(path(of: file)) else { throw FileError.noName(path(of: file)) }
    return (place.directory, place.name)
  }

  private func error(_ error: FileError, _ file: SystemFile) -> ServiceError {
    error.isNoFile ? .notReplaceable(path: path(of: file)) : .systemFile(.file(error))
  }
}
