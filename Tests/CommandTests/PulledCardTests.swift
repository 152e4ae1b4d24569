import TestSupport
import Testing

/// Cards that are pulled out while they are mounted, on the kernel's own vfat and ext4.
@Suite(.enabled(if: UserModeKernel.isUsable, "needs User-mode Linux and its tools")) struct PulledCardTests {
  /// How a card leaves.
  enum Way: String, CaseIterable, Sendable {
    /// The kernel removes the device, as the driver of a card slot does.
    case removed
    /// The device stays and answers nothing, as where no switch in the slot tells.
    case silent

    /// Makes the disk `$disk`.
    fileprivate var begin: String {
      """
      modprobe -a vfat nls_cp437 nls_iso8859-1 sd_mod scsi_debug dm-mod
      modprobe -r scsi_debug; modprobe scsi_debug dev_size_mb=48 delay=0
      find_disk() { for i in $(seq 3000); do raw=$(ls -d /sys/block/sd*) && break; sleep 0.1; done; raw=/dev/${raw##*/}; }
      find_disk
      table() { echo "0 $(blockdev --getsz $raw) $*"; }
      \(self == .removed ? "disk=$raw" : "dmsetup create card --table \"$(table linear $raw 0)\"; disk=/dev/dm-0")
      """
    }

    fileprivate var pull: String {
      switch self {
      case .removed: "echo 1 > /sys/block/${raw##*/}/device/delete"
      case .silent:
        "dmsetup suspend --noflush --nolockfs card; dmsetup load card --table \"$(table error)\"; dmsetup resume card"
      }
    }

    fileprivate var putBack: String {
      let again =
        switch self {
        case .removed: "for host in /sys/class/scsi_host/*; do echo '- - -' > $host/scan; done; find_disk; disk=$raw"
        case .silent: "dmsetup suspend card; dmsetup load card --table \"$(table linear $raw 0)\"; dmsetup resume card"
        }
      return "umount -l /mnt/demo/card; \(again)"
    }
  }

  private static let commands = [
    "list": "backup list", "verify": "backup verify", "create": "backup create", "keep": "backup keep latest",
    "show": "backup show latest --pin-file /run/pin", "acknowledge": "backup acknowledge",
    "restore": "backup restore latest --pin-file /run/pin --yes", "export": "backup export latest /run/out --sealed",
    "diff": "backup diff latest --pin-file /run/pin", "adopt": "pin adopt --pin-file /run/pin",
    "delete": "backup delete latest --yes", "delete-all": "backup delete-all --yes",
  ]

  /// Until the names are not in the cache either: the kernel drops what it is not just about to use.
  private static let forget = """
    for i in $(seq 50); do
      echo 3 > /proc/sys/vm/drop_caches; ls /mnt/demo/card/CAMVAULT | grep -q CVB || break; sleep 0.1
    done
    """

  @Test(arguments: ["vfat", "ext4"], Way.allCases)
  func pulled(_ filesystem: String, _ way: Way) throws {
    try Demo.with { demo throws in
      let commands = Self.commands.map { "run \($0.key) $camconsole \($0.value)" }.joined(separator: "\n")
      let results = try UserModeKernel.run(
        """
        echo \(Demo.pin) > /run/pin; echo \(Demo.otherPIN) > /run/new
        \(way.begin)
        mkfs.\(filesystem) $disk; mount -t \(filesystem) $disk /mnt/demo/card
        run first $camconsole backup create --label first --json
        run second $camconsole backup create --label second --json
        sync
        \(filesystem == "vfat" ? "echo 3 > /proc/sys/vm/drop_caches" : "")
        \(way.pull)
        \(filesystem == "vfat" ? Self.forget : "")
        run names ls /mnt/demo/card/CAMVAULT
        run status $camconsole status --json
        \(commands)
        run change $camconsole pin change --old-pin-file /run/pin --new-pin-file /run/new
        \(way.putBack)
        run mount mount -t \(filesystem) $disk /mnt/demo/card
        run later $camconsole backup list --json
        run third $camconsole backup create --json
        run pin $camconsole pin check --pin-file /run/pin
        """, in: demo)
      for name in ["first", "second", "mount", "third", "pin"] {
        #expect(results[name]?.status == 0, "\(name): \(String(describing: results[name]))")
      }
      // The file system's word alone: vfat hides the names that it has to read, ext4 may list them.
      if filesystem == "vfat", way == .removed { #expect(results["names"]?.text.contains("CVB") == false) }
      try expectPulledOut(results)
      let later = try JSON(parsing: Array(try #require(results["later"]?.text).utf8))["backups"]?.list ?? []
      #expect(later.compactMap { $0["label"]?.text } == ["second", "first"])
      #expect(later.allSatisfy { $0["state"] == .text("ok") }, "\(later)")
    }
  }

  private func expectPulledOut(_ results: [String: UserModeKernel.Outcome]) throws {
    let status = try JSON(parsing: Array(try #require(results["status"]?.text).utf8))
    #expect(status["card"]?["state"] == .text("pulled-out"), "\(status)")
    for name in Self.commands.keys {
      let outcome = try #require(results[name])
      #expect(outcome.status == (name == "list" ? 0 : 74), "\(name): \(outcome)")
      #expect(outcome.text.contains("The SD card was pulled out, or it no longer answers."), "\(name): \(outcome)")
      #expect(!outcome.text.contains("amaged"), "\(name): \(outcome)")
    }
    #expect(results["change"]?.status == 13, "\(String(describing: results["change"]))")
    #expect(results["change"]?.text.contains("Nothing was changed") == true)
  }

  /// In the middle of a backup, wherever that is then.
  @Test(arguments: ["vfat", "ext4"], Way.allCases)
  func pulledWhileABackupIsMade(_ filesystem: String, _ way: Way) throws {
    try Demo.with { demo throws in
      try demo.must("head -c 20000000 /dev/urandom > demo/config/large")
      let results = try UserModeKernel.run(
        """
        \(way.begin)
        mkfs.\(filesystem) $disk; mount -t \(filesystem) $disk /mnt/demo/card
        mv /mnt/demo/config/large /mnt
        run first $camconsole backup create --label first --json
        mv /mnt/large /mnt/demo/config/
        run second $camconsole backup create --json &
        while ! [ -e /mnt/demo/card/CAMVAULT/00010002.CVB ]; do sleep 0.05; done
        \(way.pull)
        wait $!
        \(way.putBack)
        run mount mount -t \(filesystem) $disk /mnt/demo/card
        run later $camconsole backup list --json
        run names ls /mnt/demo/card/CAMVAULT
        """, in: demo)
      #expect(results["first"]?.status == 0 && results["mount"]?.status == 0, "\(results)")
      let second = try #require(results["second"])
      #expect(second.status == 0 || (second.status == 74 && second.text.contains("pulled out")), "\(second)")
      let later = try JSON(parsing: Array(try #require(results["later"]?.text).utf8))["backups"]?.list ?? []
      #expect(later.allSatisfy { $0["state"] == .text("ok") }, "\(later)")
      #expect(later.last?["label"] == .text("first") && later.count == (second.status == 0 ? 2 : 1), "\(later)")
      #expect(results["names"]?.text.split(separator: "\n").count == later.count)
    }
  }
}
