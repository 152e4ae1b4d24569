import Glibc
import TestSupport
import Testing

/// In which order the kernel's vfat writes what the program makes, by the requests that reach the block device.
@Suite(.enabled(if: UserModeKernel.isUsable, "needs User-mode Linux and its tools")) struct FlushOrderTests {
  /// Makes the first backup of a card, three more and a change of the PIN, with a log of all requests.
  private func log(in demo: Demo) throws -> (card: FATImage, log: WriteLog) {
    try demo.must(
      "truncate -s 36M card.img; mkfs.vfat -F 32 -s 1 card.img > /dev/null; cp card.img before.img; truncate -s 64M log.img"
    )
    let results = try UserModeKernel.run(
      """
      echo \(Demo.pin) > /run/pin; echo \(Demo.otherPIN) > /run/new
      modprobe -a vfat nls_cp437 nls_iso8859-1 dm-mod dm-log-writes
      # The kernel writes nothing by itself, however slowly the test runs.
      echo 0 > /proc/sys/vm/dirty_writeback_centisecs
      dmsetup create card --table "0 $(blockdev --getsz /dev/ubda) log-writes /dev/ubda /dev/ubdb"
      mount -t vfat /dev/dm-0 /mnt/demo/card
      for number in 1 2 3 4; do run create$number $camconsole backup create; done
      dmsetup message card 0 mark change
      run change $camconsole pin change --old-pin-file /run/pin --new-pin-file /run/new
      dmsetup message card 0 mark end
      umount /mnt/demo/card; dmsetup remove card
      """, images: [demo.base + "/card.img", demo.base + "/log.img"], in: demo)
    for (name, outcome) in results where name != "output" && name != "done" {
      #expect(outcome.status == 0, "\(name): \(outcome)")
    }
    return (
      FATImage(try readFile(demo.base + "/before.img")), try WriteLog(parsing: readFile(demo.base + "/log.img"))
    )
  }

  /// Stops after each request, with all before it on the medium: no name is ahead of its file allocation table, and the
  /// name of a backup was there, empty and flushed, before its contents were.
  @Test func namesAreNeverAheadOfTheirTable() throws {
    try Demo.with { demo throws in
      var (card, log) = try log(in: demo)
      var flushed: Set<String> = []
      var empty: Set<String> = []
      var full: Set<String> = []
      for (number, request) in log.requests.enumerated() {
        switch request {
        case .mark: continue
        case .flush: flushed = empty
        case .write(let offset, let bytes): card.write(bytes, at: offset)
        }
        for entry in card.root {
          let isGiven = card.hasClusters(entry)
          #expect(isGiven, "request \(number): \(entry) is ahead of its table")
          for file in card.entries(of: entry) {
            let isGiven = card.hasClusters(file)
            #expect(isGiven, "request \(number): \(file) is ahead of its table")
            if file.cluster == 0, !full.contains(file.name) { empty.insert(file.name) }
            guard file.cluster != 0, full.insert(file.name).inserted else { continue }
            #expect(flushed.contains(file.name), "request \(number): \(file) has contents before its name is flushed")
          }
        }
      }
      #expect(full.count == 8, "four backups, and four that replace them: \(full)")
    }
  }

  private func readFile(_ path: String) throws -> [UInt8] {
    let file = try unsafe #require(unsafe fopen(path, "r"))
    defer { unsafe fclose(file) }
    unsafe fseek(file, 0, SEEK_END)
    let length = unsafe ftell(file)
    unsafe rewind(file)
    return unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      count = unsafe fread(buffer.baseAddress, 1, length, file)
    }
  }
}
