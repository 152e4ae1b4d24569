import Glibc
import TestSupport
import Testing

/// File systems that are mounted for the time of a test.
enum Mount {
  /// Mounts on a directory, which is made if it does not exist.
  ///
  /// - Parameter what: options and source of `mount`.
  static func with(_ what: String, on path: String, _ body: () throws -> Void) throws {
    try shell("mkdir -p '\(path)' && mount \(what) '\(path)'")
    defer { _ = try? shell("umount -l '\(path)'") }
    try body()
  }

  /// Fits a card of this file system into the demo's slot.
  static func withCard(_ filesystem: CardFilesystem, megabytes: Int, in demo: Demo, _ body: () throws -> Void) throws {
    let image = demo.base + "/image"
    try shell("truncate -s \(megabytes)M \(image) && \(filesystem.make) \(image)")
    switch filesystem {
    case .ext4: try with("-o loop \(image)", on: demo.card, body)
    case .fat:
      try shell("fusefat -o rw+ \(image) \(demo.card)")
      defer { _ = try? shell("fusermount -u -z \(demo.card) || umount -l \(demo.card)") }
      try body()
    case .exfat:
      let device = try shell("losetup -f --show \(image)").split(separator: "\n").joined()
      defer { _ = try? shell("losetup -d \(device)") }
      try shell("mount.exfat-fuse \(device) \(demo.card)")
      defer { _ = try? shell("umount \(demo.card) || umount -l \(demo.card)") }
      try body()
    }
  }

  @discardableResult
  static func shell(_ line: String) throws -> String {
    let outcome = try runProcess("/bin/sh", ["-c", line])
    try #require(outcome.status == 0, "\(line): \(outcome.errors)")
    return outcome.text
  }
}

/// File systems that cards have.
enum CardFilesystem: String, CaseIterable, CustomTestStringConvertible {
  case ext4, exfat, fat

  /// Those that can be made and mounted here.
  static var usable: [CardFilesystem] { allCases.filter(\.isUsable) }

  var isUsable: Bool {
    switch self {
    case .ext4: !Binary.lacks(root: true, "mkfs.ext4", "mount", "losetup")
    case .exfat: !Binary.lacks(root: true, "mkfs.exfat", "mount.exfat-fuse", "losetup")
    case .fat: !Binary.lacks(root: true, "mkfs.fat", "fusefat")
    }
  }

  var make: String {
    switch self {
    case .ext4: "mkfs.ext4 -q -m 0 -O ^has_journal"
    case .exfat: "mkfs.exfat"
    case .fat: "mkfs.fat -F 32 -s 1"
    }
  }

  var testDescription: String { rawValue }
}
