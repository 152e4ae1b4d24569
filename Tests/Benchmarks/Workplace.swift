import BackupStore
import DemoCamera
import FileSystem
import Sodium

/// The directory of all benchmarks, and what lies in it.
struct Workplace {
  /// Absolute.
  let folder: String

  var configuration: String { folder + "/configuration" }
  /// A camera with one backup of the configuration.
  var camera: String { folder + "/camera" }
  /// For files that a benchmark makes itself.
  var scratch: String { folder + "/scratch" }
  private var demo: String { folder + "/demo" }

  /// Makes everything.
  func prepare(_ extent: Extent) throws {
    let root = try PosixFileSystem().openDirectory(at: folder)
    for name in ["configuration", "camera"] { try root.makeDirectory(name, mode: 0o700) }
    try fillConfiguration(extent.bytes)
    _ = try DemoDirectory.create(at: demo, in: PosixFileSystem(), passwordHash: "none")
    let camera = try BenchmarkCamera.make(in: camera, configuration: configuration)
    _ = try camera.session().create(camera.request)
  }

  /// Random files of up to eight million bytes.
  private func fillConfiguration(_ bytes: Int) throws {
    var left = bytes
    var number = 0
    while left > 0 {
      let size = min(left, 1 + Int(try RandomBytes.uniform(below: 8_000_000)))
      try fill("\(configuration)/\(number)", size)
      left -= size
      number += 1
    }
  }

  private func fill(_ path: String, _ size: Int) throws {
    let file = try PlainFile(writing: path)
    var left = size
    while left > 0 {
      let piece = try RandomBytes.make(min(left, 1_000_000))
      try file.write(piece.span)
      left -= piece.count
    }
    try file.synchronize()
  }

  /// The paths of the configuration's files.
  func configurationFiles() throws -> [String] {
    try PosixFileSystem().openDirectory(at: configuration).entries().map { "\(configuration)/\($0.name)" }
  }

  /// The prepared camera.
  func openCamera() throws -> BenchmarkCamera {
    try BenchmarkCamera(in: camera, configuration: configuration)
  }

  /// The path and size of the prepared backup.
  func backup() throws -> (path: String, size: Int64) {
    guard let backup = try openCamera().session().list(.headers).backups.first, let size = backup.bytes else {
      throw Failure(description: "the prepared backup is missing")
    }
    return ("\(camera)/card/CAMVAULT/\(backup.name).CVB", size)
  }

  /// A new camera in an empty directory, with the configuration and the modules of the demo camera.
  func makeDemo(in folder: String) throws -> BenchmarkCamera {
    var camera = try BenchmarkCamera.make(in: folder, configuration: demo + "/config")
    camera.modules = try BenchmarkCamera.modules(at: demo + "/bus")
    return camera
  }
}
