import FileSystem
import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// What comes out of a backup is what went in, at every edge of chunks and batches.
struct StoreRoundTripTests {
  private static let chunk = 65_536
  private static let lengths = [1, 2, 15, 16, 17, 32, 33].flatMap { count in
    [count * chunk - 512, count * chunk, count * chunk + 512]
  }

  @Test(arguments: lengths + [100 * chunk + 1_536])
  func archive(_ length: Int) throws {
    try withCamera { camera in
      camera.modules = []
      try fill(camera, length)
      let expected = try plain(camera)
      #expect(expected.count == length)
      try camera.create()
      #expect(try camera.rows() == ["00010001 ok"])
      let chunks = (length + Self.chunk - 1) / Self.chunk
      #expect(try contents(camera.path("00010001")).count == 1_056 + length + 16 * chunks)
      #expect(try camera.open("00010001", "1234") == expected)
      try camera.changePIN("1234", "5678")
      #expect(try camera.open("00020001", "5678") == expected)
    }
  }

  @Test func sealedCopy() throws {
    try withCamera { camera in
      try fill(camera, 20 * Self.chunk)
      try camera.create()
      var copied: [UInt8] = []
      let count = try camera.session().copySealed(.latest) { (bytes) throws(StoreError) in
        copied.append(bytes)
      }
      #expect(try copied == contents(camera.path("00010001")) && count == Int64(copied.count))
      try flip(camera.path("00010001"), at: 900_000)
      #expect(
        failure { _ = try camera.session().copySealed(.latest) { (_) throws(StoreError) in } }?
          .hasPrefix("damaged") == true)
    }
  }

  /// Nothing reaches a destination when a chunk behind the first batch is damaged.
  @Test func damagedFarBehind() throws {
    try withCamera { camera in
      try fill(camera, 20 * Self.chunk)
      try camera.create()
      let size = try contents(camera.path("00010001")).count
      try flip(camera.path("00010001"), at: size - 100)
      #expect(failure { _ = try camera.open("00010001", "1234") } == "damaged([00010001])")
    }
  }

  /// A configuration with one file, so large that the archive has `length` bytes.
  private func fill(_ camera: TestCamera, _ length: Int) throws {
    let path = camera.folder + "/config/camera.conf"
    try write([], to: path)
    let overhead = try plain(camera).count
    try write(RandomBytes.make(length - overhead), to: path)
  }

  /// The archive that the first backup is going to hold.
  private func plain(_ camera: TestCamera) throws -> [UInt8] {
    let request = try camera.request("")
    let plan = try ArchivePlan(
      configuration: request.configuration, modules: request.modules, identity: request.identity,
      created: 1_700_000_000, clock: camera.time.archiveClock)
    var archive: [UInt8] = []
    try plan.write { (bytes) throws(Never) in
      archive.append(bytes)
    }
    return archive
  }
}
