import CameraDevice
import FileSystem
import TestSupport
import Testing

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
    #expect(Self.table.mount(of: path, device: device)?.filesystem == expected)
  }

  @Test func knowsMountPoints() {
    #expect(Self.table.isMountPoint("/media/sd card"))
    #expect(Self.table.isMountPoint("/media/a\\b\t"))
    #expect(!Self.table.isMountPoint("/media/sd card/x"))
    #expect(!Self.table.isMountPoint("/bad"))
    #expect(Self.table.mounts.count == 7)
    #expect(MountTable(parsing: []).mount(of: "/", device: 0) == nil)
  }

  @Test func opensADirectoryForADemo() throws {
    try withTemporaryDirectory { (directory) throws in
      Machine.write("x", to: directory + "/file")
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
      for path in [directory, "/"] {
        guard case .notMounted = PosixCardSlot(path: path, mustBeMounted: true).open() else {
          Issue.record("\(path) is taken for mounted")
          continue
        }
      }
      Machine.write("x", to: directory + "/file")
      guard case .failed = PosixCardSlot(path: directory + "/file", mustBeMounted: true).open() else {
        Issue.record("a file is taken for a card")
        return
      }
    }
  }

  /// The kernel's own mount points stand for cards; through a link too.
  @Test func opensWhatIsMounted() throws {
    try withTemporaryDirectory { (directory) throws in
      Machine.makeLink(directory + "/link", to: "/proc")
      for path in ["/proc", directory + "/link"] {
        guard case .present(let card) = PosixCardSlot(path: path, mustBeMounted: true).open() else {
          Issue.record("\(path) is not present")
          continue
        }
        #expect(card.filesystem == "proc")
        #expect(card.capacity.total == nil)
      }
      guard case .notMounted = PosixCardSlot(path: "/proc/self", mustBeMounted: true).open() else {
        Issue.record("a directory on another device is no mount point")
        return
      }
    }
  }
}
