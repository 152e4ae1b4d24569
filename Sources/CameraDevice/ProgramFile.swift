package import FileSystem

/// What is wrong with the program of a command of the settings.
package enum ProgramProblem: Sendable, Equatable {
  case missing
  case notRegular
  case notExecutable
  /// Others could put another program in its place.
  case notTrusted(TrustError)
  case unreadable(FileError)
}

/// The program of a command of the settings, looked at and not run.
package struct ProgramFile: Sendable {
  private let files: any FileRoot

  package init(files: any FileRoot) { self.files = files }

  /// - Parameters:
  ///   - path: absolute; links are followed.
  ///   - trust: who may own it and the directory it is in.
  /// - Returns: `nil` where nothing is wrong.
  package func problem(_ path: String, _ trust: Trust) -> ProgramProblem? {
    do throws(FileError) {
      let real = try SystemCalls.realPath(path)
      guard let split = SplitPath(real) else { return .notRegular }
      let directory = try files.openDirectory(at: split.directory)
      let (parent, status) = (try directory.status(), try directory.status(of: split.name))
      guard status.kind == .regular else { return .notRegular }
      guard SystemCalls.isExecutable(real) else { return .notExecutable }
      do throws(TrustError) {
        try trust.check(parent: parent, at: split.directory)
        try trust.check(status, at: real)
        return nil
      } catch {
        return .notTrusted(error)
      }
    } catch {
      return error.isNotFound ? .missing : .unreadable(error)
    }
  }
}
