import TestSupport
import Testing

@testable import CameraDevice
@testable import FileSystem

struct CardSlotTests {
  static let table = MountTable(
    parsing: Array(
      """
      22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
      30 22 179:1 / /media/sd\\040card rw,nosuid shared:7 master:2 - vfat /dev/mmcblk0p1 rw,fmask=0022
      31 22 0:45 / /media/a\\134b\\011 ro - fuse.fusefat fusefat rw
      32 22 8:1 / /media/stick rw - exfat /dev/sda1 rw
      33 22 8:17 / /media/stick rw - fuseblk /dev/sdb1 rw
      34 22 254:0 /data /data rw - ext4 /dev/vda rw
      35 22 1:2
      36 22 x:2 / /bad rw - ext4 /dev/x rw
      37 22 260:70000 / /media/big rw - ext4 /dev/nvme rw

      """.utf8))

  static func device(_ major: UInt64, _ minor: UInt64) -> UInt64 {
    (major & 0xFFF) << 8 | (major & ~0xFFF) << 32 | minor & 0xFF | (minor & ~0xFF) << 12
  }

  @Test(arguments: [
    ("/media/sd card", device(179, 1), "vfat"), ("/media/sd card/deep/er", device(179, 1), "vfat"),
    ("/media/a\\b\t", device(0, 45), "fuse.fusefat"), ("/media/stick", device(8, 17), "fuseblk"),
    ("/media/stick", device(8, 1), "exfat"), ("/data/x", device(254, 0), "ext4"),
    ("/media/big", device(260, 70_000), "ext4"),
    ("/media/stick", device(99, 9), "fuseblk"), ("/media/stick2", device(99, 9), "ext4"),
  ])
  func namesFileSystems(path: String, device: UInt64, expected: String) {
    #expect(Self.table.mount(of: path, device: DeviceNumber(device))?.filesystem == expected)
  }

  @Test func knowsMountPoints() {
    #expect(Self.table.topmost(at: "/media/sd card")?.source == "/dev/mmcblk0p1")
    #expect(Self.table.topmost(at: "/media/a\\b\t")?.source == "fusefat")
    #expect(Self.table.topmost(at: "/media/stick")?.source == "/dev/sdb1", "the last covers the others")
    #expect(Self.table.topmost(at: "/data")?.root == Array("/data".utf8))
    #expect(Self.table.topmost(at: "/media/sd card/x") == nil)
    #expect(Self.table.topmost(at: "/bad") == nil)
    #expect(Self.table.mounts.count == 7)
    #expect(MountTable(parsing: []).mount(of: "/", device: DeviceNumber(0)) == nil)
  }

  /// What is mounted at `/card`, as the kernel tells it; the camera runs from 254:0, and the directory is on `device`.
  @Test(
    arguments: [
      ("9 1 179:1 / /card rw - vfat /dev/mmcblk0p1 rw", 179, 1, nil),
      ("9 1 259:7 / /card rw - f2fs /dev/mmcblk1p1 rw", 259, 7, nil),
      ("9 1 8:17 / /card rw - fuseblk /dev/sdb1 rw", 8, 17, nil),
      ("8 1 0:40 / /card rw - autofs systemd-1 rw\n9 8 179:1 / /card rw - exfat /dev/mmcblk0p1 rw", 179, 1, nil),
      // A bind mount of all of a card is the card.
      ("8 1 179:1 / /mnt/sd rw - vfat /dev/mmcblk0p1 rw\n9 1 179:1 / /card rw - vfat /dev/mmcblk0p1 rw", 179, 1, nil),
      ("", 254, 0, NotACard.nothingMounted),
      ("9 1 179:1 / /other rw - vfat /dev/mmcblk0p1 rw", 254, 0, .nothingMounted),
      ("9 1 0:40 / /card rw - autofs systemd-1 rw", 0, 40, .nothingMounted),
      // The mount at /card is covered by one at a directory above.
      ("9 1 179:1 / /card rw - vfat /dev/mmcblk0p1 rw", 0, 50, .nothingMounted),
      // As systemd makes it from ReadWritePaths= while no card is in.
      ("9 1 254:0 /card /card rw - ext4 /dev/vda rw", 254, 0, .partOfFileSystem),
      ("9 1 179:1 /sub /card rw - vfat /dev/mmcblk0p1 rw", 179, 1, .partOfFileSystem),
      (
        "8 1 179:1 / /card rw - vfat /dev/mmcblk0p1 rw\n9 8 179:1 /sub /card rw - vfat /dev/mmcblk0p1 rw", 179, 1,
        .partOfFileSystem
      ),
      ("9 1 0:60 /@card /card rw - btrfs /dev/sda1 rw", 0, 61, .partOfFileSystem),
      ("9 1 254:0 / /card rw - ext4 /dev/vda rw", 254, 0, .cameraFileSystem),
      ("9 1 0:41 / /card rw - tmpfs tmpfs rw", 0, 41, .noBlockDevice("tmpfs")),
      (
        "8 1 179:1 / /card rw - vfat /dev/mmcblk0p1 rw\n9 8 0:41 / /card rw - tmpfs none rw", 0, 41,
        .noBlockDevice("tmpfs")
      ),
      // The name that a file system in memory gives itself is no device.
      ("9 1 0:41 / /card rw - tmpfs /dev/vda rw", 0, 41, .noBlockDevice("tmpfs")),
      ("9 1 0:42 / /card rw - ramfs ramfs rw", 0, 42, .noBlockDevice("ramfs")),
      ("9 1 0:43 / /card rw - overlay overlay rw", 0, 43, .noBlockDevice("overlay")),
      ("9 1 0:5 / /card rw - devtmpfs udev rw", 0, 5, .noBlockDevice("devtmpfs")),
      ("9 1 0:44 / /card rw - nfs4 host:/export rw", 0, 44, .noBlockDevice("nfs4")),
      ("9 1 0:45 / /card rw - fuse.fusefat fusefat rw", 0, 45, .noBlockDevice("fuse.fusefat")),
      ("9 1 0:46 / /card rw - fuse.sshfs user@host: rw", 0, 46, .noBlockDevice("fuse.sshfs")),
      ("9 1 0:47 / /card rw - ubifs ubi0:card rw", 0, 47, .noBlockDevice("ubifs")),
    ] as [(String, UInt32, UInt32, NotACard?)])
  func tellsCardsFromOtherMounts(_ lines: String, _ major: UInt32, _ minor: UInt32, _ expected: NotACard?) {
    let table = MountTable(parsing: Array("1 0 254:0 / / rw - ext4 /dev/vda rw\n\(lines)\n".utf8))
    let reason = table.reasonAgainst(
      "/card", DeviceNumber(major: major, minor: minor), camera: DeviceNumber(major: 254, minor: 0))
    #expect(reason == expected)
  }

  @Test func opensADirectoryForADemo() throws {
    try withTemporaryDirectory { (directory) throws in
      Disk.write("x", to: directory + "/file")
      guard case .present(let card) = PosixCardSlot(path: directory, mustBeMounted: false).open() else {
        Issue.record("not present")
        return
      }
      #expect(try card.root.contains("file"))
      #expect(card.isWritable)
      #expect(try #require(card.capacity.total) > 0)
      #expect(card.filesystem?.isEmpty == false)
    }
  }

  @Test func tellsAbsentFromNotMounted() throws {
    try withTemporaryDirectory { (directory) throws in
      for (path, mustBeMounted) in [(directory + "/none", true), (directory + "/none", false)] {
        guard case .absent = PosixCardSlot(path: path, mustBeMounted: mustBeMounted).open() else {
          Issue.record("\(path) is not absent")
          continue
        }
      }
      for (path, expected) in [(directory, NotACard.nothingMounted), ("/", .cameraFileSystem)] {
        guard case .notMounted(expected) = PosixCardSlot(path: path, mustBeMounted: true).open() else {
          Issue.record("\(path) is taken for a card")
          continue
        }
      }
      Disk.write("x", to: directory + "/file")
      guard case .failed = PosixCardSlot(path: directory + "/file", mustBeMounted: true).open() else {
        Issue.record("a file is taken for a card")
        return
      }
    }
  }

  /// The kernel's own file systems are mounted, and are no cards; through a link too.
  @Test func refusesWhatIsNotOnABlockDevice() throws {
    try withTemporaryDirectory { (directory) throws in
      Disk.makeLink(directory + "/link", to: "/proc")
      for path in ["/proc", directory + "/link"] {
        guard case .notMounted(.noBlockDevice("proc")) = PosixCardSlot(path: path, mustBeMounted: true).open() else {
          Issue.record("\(path) is taken for a card")
          continue
        }
        guard case .present(let card) = PosixCardSlot(path: path, mustBeMounted: false).open() else {
          Issue.record("\(path) cannot be used")
          continue
        }
        #expect(card.filesystem == "proc")
        #expect(card.capacity.total == nil)
      }
      guard case .notMounted(.nothingMounted) = PosixCardSlot(path: "/proc/self", mustBeMounted: true).open() else {
        Issue.record("a directory on another device is no mount point")
        return
      }
    }
  }
}
