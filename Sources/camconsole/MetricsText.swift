internal import CameraModel
internal import CameraService

/// Metrics in Prometheus' text format, each with labels for the camera: files of many cameras can lie in one directory.
struct MetricsText {
  private let camera: [(name: String, value: String)]
  private(set) var lines: [String] = []

  /// Metrics of several cameras, each sample with labels of its own.
  init() { camera = [] }

  init(of camera: CameraIdentity) {
    self.camera = [("model", camera.model), ("serial", camera.serial)]
  }

  /// A metric that a camera has once; none where there is no value.
  mutating func add(_ name: String, _ help: String, _ value: Int64?) {
    if let value { add(name, help, [([], value)]) }
  }

  /// A metric of several samples.
  ///
  /// - Parameters:
  ///   - name: without `camconsole_`.
  ///   - samples: with the labels that tell one from another.
  mutating func add(_ name: String, _ help: String, _ samples: [(labels: [(String, String)], value: Int64)]) {
    guard !samples.isEmpty else { return }
    lines.append("# HELP camconsole_\(name) \(help)")
    lines.append("# TYPE camconsole_\(name) gauge")
    for sample in samples {
      let labels = (camera + sample.labels).map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
      lines.append("camconsole_\(name){\(labels)} \(sample.value)")
    }
  }

  /// A time; 0 for none, so that an alarm on its age goes off.
  mutating func add(_ name: String, _ help: String, time: Int64?) {
    add(name + "_timestamp_seconds", help + " 0: never, or not known.", time ?? 0)
  }

  /// Names come from outside: control characters show as `?`; a backslash and a quotation mark are escaped.
  private static func escaped(_ text: String) -> String {
    Output.clean(text).reduce(into: "") { result, character in
      if character == "\\" || character == "\"" { result.append("\\") }
      result.append(character)
    }
  }
}
