package import FileSystem

/// Clocks, and what tells one boot from another.
package protocol TimeSource: Sendable {
  /// The wall clock: what was set, and jumps when it is set.
  func now() -> FileTime
  /// The time since the boot, sleep included; it never jumps.
  func sinceBoot() -> FileTime
  /// The kernel's name of this boot, a UUID.
  func bootID() throws(FileError) -> String
  /// A moment in the camera's time zone: `2026-11-20 02:00:03`.
  ///
  /// - Parameter seconds: since 1970-01-01T00:00:00Z.
  func localTime(_ seconds: Int64) -> String
  /// The camera's time zone at a moment, as `CET`; empty where it is not known.
  ///
  /// - Parameter seconds: since 1970-01-01T00:00:00Z.
  func zone(_ seconds: Int64) -> String
}

extension TimeSource {
  package func zone(_ seconds: Int64) -> String { "" }
}

/// The system's clocks.
package struct SystemTime: TimeSource {
  private let files: any FileRoot

  /// - Parameter files: where `/proc` is.
  package init(files: any FileRoot) {
    self.files = files
  }

  package func now() -> FileTime { SystemClock.wall() }

  package func sinceBoot() -> FileTime { SystemClock.sinceBoot() }

  package func bootID() throws(FileError) -> String {
    let name = "boot_id"
    let bytes = try files.openDirectory(at: "/proc/sys/kernel/random").readWhole(name, limit: 64) ?? []
    let text = bytes.prefix { $0 != 0x0A }
    guard text.count == 36 else { throw FileError(.read, name, code: FileError.Code.invalid) }
    return String(decoding: text, as: UTF8.self)
  }

  package func localTime(_ seconds: Int64) -> String {
    guard let parts = SystemClock.local(seconds) else { return "????-??-?? ??:??:??" }
    let text = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(text[0])-\(text[1])-\(text[2]) \(text[3]):\(text[4]):\(text[5])"
  }
}

extension SystemTime {
  package func zone(_ seconds: Int64) -> String {
    let name = SystemClock.zone(seconds) ?? ""
    return name.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? name : ""
  }
}

/// The memory of the machine.
package enum Memory {
  /// KiB that a program can have without others being swapped out (`MemAvailable` of `/proc/meminfo`); `nil` on a
  /// kernel that does not say.
  package static func availableKiB(files: any FileRoot) throws(FileError) -> Int? {
    available(in: try files.openDirectory(at: "/proc").readWhole("meminfo", limit: 64 * 1024) ?? [])
  }

  /// Reads `MemAvailable:   123456 kB`.
  static func available(in text: [UInt8]) -> Int? {
    for line in text.split(separator: 0x0A) {
      let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      if words.first == "MemAvailable:", words.count > 1 { return Int(words[1]) }
    }
    return nil
  }
}
