package import FileSystem

/// What is wrong with the program of a command of the settings.
package enum ProgramProblem: Sendable, Equatable {
  case missing
  case notRegular
  case notExecutable
  /// Others could put another program in its place.
  case notTrusted(TrustError)
  case unreadable(FileError)
  /// It has no contents.
  case empty
  /// The kernel cannot run it: it is not an ELF file, and does not begin with `#!`.
  case unknownFormat
  /// What is to run it is not there, or cannot be executed: its path.
  case noInterpreter(String)
}

/// The program of a command of the settings, looked at and not run.
package struct ProgramFile: Sendable {
  private let files: any FileRoot

  /// - Parameter files: where the program and its interpreter are looked for.
  package init(files: any FileRoot) { self.files = files }

  /// - Parameter path: absolute; links are followed.
  /// - Returns: `nil` where nothing is wrong.
  package func problem(_ path: String) -> ProgramProblem? {
    do throws(FileError) {
      try files.check(path, .own)
      let real = try files.realPath(path)
      guard let split = SplitPath(real) else { return .notRegular }
      let directory = try files.openDirectory(at: split.directory)
      let status = try directory.status(of: split.name)
      guard status.kind == .regular else { return .notRegular }
      guard ThisProcess.mayExecute(real) else { return .notExecutable }
      let start = try directory.open(split.name).readAll(limit: ExecutableFormat.limit)
      return ExecutableFormat(start, files).problem
    } catch {
      if let distrust = error.distrust { return .notTrusted(distrust) }
      return error.isNotFound ? .missing : .unreadable(error)
    }
  }
}
