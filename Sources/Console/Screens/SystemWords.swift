internal import CameraService
internal import Wording

/// What the System screen says.
enum SystemWords {
  /// Events that are shown at most.
  static let mostEvents = 50
  /// The result of an event that went well.
  static let done = "done"

  static func checked(_ report: CheckReport) -> Notice {
    let count = report.problems.count
    guard count > 0 else { return Notice(.done, "Everything was checked. Nothing is wrong.") }
    return Notice(.failure, "The check found \(counted(count, "problem")).")
  }
}
