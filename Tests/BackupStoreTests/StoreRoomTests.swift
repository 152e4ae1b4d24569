import FileSystem
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Cards without room, cards that cannot be written, and configurations that do not hold still.
struct StoreRoomTests {
  @Test func noCard() throws {
    try withCamera { camera in
      camera.slot = nil
      #expect(failure { try camera.create() } == "noCard")
      #expect(failure { _ = try camera.list() } == "noCard")
      #expect(failure { _ = try camera.session().deleteAll() } == "noCard")
      #expect(failure { try camera.adopt("1234") } == "noCard")
    }
  }

  @Test func readOnlyCard() throws {
    try withCamera { camera in
      try camera.create(2)
      camera.setRoom(free: 1_000_000, isReadOnly: true)
      let before = try camera.snapshot()
      #expect(failure { try camera.create() } == "readOnly")
      #expect(failure { _ = try camera.session().deleteAll() } == "readOnly")
      #expect(try camera.rows() == ["00010002 ok", "00010001 ok"])
      #expect(try camera.list().isWritable == false)
      #expect(try camera.open("00010001", "1234").count > 1_024)
      #expect(try camera.snapshot() == before)
    }
  }

  @Test func fullCard() throws {
    try withCamera { camera in
      try camera.create()
      let size = try Int64(contents(camera.path("00010001")).count)
      let before = try camera.snapshot()
      camera.setRoom(free: size - 1)
      #expect(failure { try camera.create() } == "full(needed: Optional(\(size)), free: Optional(\(size - 1)))")
      #expect(try camera.snapshot() == before)
      camera.setRoom(free: size)
      #expect(try camera.create() == "00010002")
      camera.setRoom(free: nil)
      #expect(try camera.create() == "00010003")
    }
  }

  /// Every reading finds another file: after three the backup is refused, and the card is as before.
  @Test func configurationKeepsChanging() throws {
    try withCamera { camera in
      try camera.create()
      let before = try camera.snapshot()
      let lists = changeConfiguration(of: camera) { _ in true }
      #expect(failure { try camera.create() } == "configurationKeepsChanging(\"config/camera.conf\")")
      #expect(lists.count == 6)
      #expect(try camera.snapshot() == before)
    }
  }

  @Test func configurationChangesOnce() throws {
    try withCamera { camera in
      try camera.create()
      let lists = changeConfiguration(of: camera) { $0 == 2 }
      try camera.create()
      #expect(lists.count == 4)
      #expect(try camera.rows().count == 2)
      #expect(try names(in: camera.vault).count == 2)
    }
  }

  private final class Count: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func next() -> Int {
      number.withLock { number in
        number += 1
        return number
      }
    }
  }

  /// Lets the configuration grow when it is listed the n-th time, for each n that `isChange` names.
  private func changeConfiguration(
    of camera: TestCamera, _ isChange: @escaping @Sendable (Int) -> Bool
  ) -> Count {
    let count = Count()
    let path = camera.folder + "/config/camera.conf"
    camera.wrapConfiguration = { directory in
      StandInDirectory(directory) {
        let number = count.next()
        guard isChange(number) else { return }
        try? overwrite(path, with: [UInt8](repeating: 0x23, count: number * 100))
      }
    }
    return count
  }
}
