internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

/// What came of the drill with one sealed copy.
struct DrillResult {
  /// Differences that are named, at most.
  static let mostNamed = 100

  let file: String
  let outcome: Result<DrillReport, ServiceError>

  /// Why this copy does not count as a backup; `nil` where it does.
  var error: ServiceError? {
    switch outcome {
    case .failure(let error): error
    case .success(let report): report.differences.isEmpty ? nil : .drill(.differs(report.differences.count))
    }
  }

  var report: DrillReport? { try? outcome.get() }

  var json: JSONValue {
    let identity = report?.manifest.identity
    return .object([
      "file": .text(file), "ok": .truth(error == nil), "error": (error?.fields).map(JSONValue.object) ?? .null,
      "id": JSONValue(report?.backup.id), "created": JSONValue(time: report?.manifest.created),
      "model": JSONValue(identity?.model), "serial": JSONValue(identity?.serial),
      "firmware": JSONValue(identity?.firmware), "entries": JSONValue(report.map { Int64($0.entries) }),
      "modules": JSONValue(report.map { Int64($0.modules) }), "bytes": JSONValue(report?.bytes),
      "differences": .list((report?.differences ?? []).prefix(Self.mostNamed).map(\.json)),
      "not_taken": report?.losses.json ?? .null,
    ])
  }
}

extension DrillDifference {
  fileprivate var json: JSONValue { .object(["path": .text(path), "kind": .text(kind.rawValue)]) }
}

/// Drills as metrics in Prometheus' text format: one sample a copy.
enum DrillMetrics {
  static func text(_ results: [DrillResult]) -> String {
    var text = MetricsText()
    text.add(
      "drill_ok", "Whether a sealed copy was restored and is the same.",
      results.map { (labels($0), $0.error == nil ? 1 : 0) })
    text.add(
      "drill_timestamp_seconds", "When a sealed copy was last tried.",
      results.map { (labels($0), Composition.time.now().seconds) })
    text.add(
      "drill_backup_timestamp_seconds", "When the backup in a sealed copy was made.",
      results.compactMap { result in result.report.map { (labels(result), $0.manifest.created) } })
    return text.lines.joined(separator: "\n") + "\n"
  }

  private static func labels(_ result: DrillResult) -> [(String, String)] {
    let identity = result.report?.manifest.identity
    return [("model", identity?.model ?? ""), ("serial", identity?.serial ?? ""), ("file", result.file)]
  }
}
