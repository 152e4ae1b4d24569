package import CameraService
package import DemoCamera
internal import FileSystem

extension DemoError: ExplainedError {
  package var message: Message {
    switch self {
    case .noHome: Message(.settings, "There is no home directory for the demo camera.", "Name one with --demo-dir.")
    case .notADemo(let path):
      Message(
        .refused, "\(path) exists and is no demo camera.",
        "Name a directory that does not exist yet; nothing was changed.")
    case .unsuitablePath(let path):
      Message(.refused, "\(path) cannot be named in a settings file.", "Choose a path of printable characters.")
    case .file(let error): error.message("The demo camera cannot be made or opened", "Name another with --demo-dir.")
    }
  }
}
