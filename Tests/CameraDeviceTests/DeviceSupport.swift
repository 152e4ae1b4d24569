import CameraModel
import FileSystem
import Glibc

@testable import CameraDevice

extension Settings {
  /// Settings of these lines.
  static func with(_ lines: String...) throws(SettingsError) -> Settings {
    let text = (["SECTION camconsole"] + lines + ["ENDSECTION camconsole", ""]).joined(separator: "\n")
    return try Settings(ConfigurationDocument(Array(text.utf8)))
  }
}

/// Seconds that something takes, by the clock that never jumps.
func secondsTaken(_ body: () throws -> Void) rethrows -> Double {
  let time = SystemTime()
  let start = time.sinceBoot()
  try body()
  let end = time.sinceBoot()
  return Double(end.seconds - start.seconds) + Double(end.nanoseconds - start.nanoseconds) / 1e9
}

/// What these tests look at is on the disk.
private let disk = PosixFileSystem()

extension SettingsFile {
  init(trust: Trust = .root) { self.init(files: PosixFileSystem(trust: trust), trust: trust) }
}

extension IdentitySource {
  init(_ settings: Settings) { self.init(settings, files: disk) }
}

extension PosixCardSlot {
  init(path: String, mustBeMounted: Bool) { self.init(path: path, mustBeMounted: mustBeMounted, files: disk) }
}

extension PosixModuleBus {
  init(_ settings: Settings) { self.init(settings, files: disk) }
}

extension ProcessRunner {
  init(seconds: Int = 30) { self.init(files: disk, seconds: seconds) }
}

extension SystemTime {
  init() { self.init(files: disk) }
}
