import BackupStore
import Sodium
import TestSupport

/// What does not depend on the size of the configuration.
enum SmallBenchmarks {
  /// One derivation at the cost of new vaults.
  static func derivation(_ extent: Extent) throws -> [Row] {
    let digits = StoreFixture.digits("48151623420815")
    let salt = try RandomBytes.make(Argon2id.saltLength)
    let times = try medians(
      of: extent.rounds, [{ try time { _ = try Argon2id.key(from: digits, salt: salt, cost: .standard) } }])
    return [Row(name: "Argon2id, standard cost", quantity: .time(times[0]))]
  }

  /// A backup and a listing of a camera as small as the demo camera, against the fsyncs that they wait for.
  static func demo(_ workplace: Workplace, _ extent: Extent) throws -> [Row] {
    let file = try PlainFile(writing: workplace.scratch)
    defer { PlainFile.remove(workplace.scratch) }
    var count = 0
    let times = try medians(
      of: extent.rounds * 4,
      [
        { try synchronize(file) },
        {
          let (time, synchronizations) = try createAndList(workplace)
          count = synchronizations
          return time
        },
      ])
    let each = Table.decimal(times[0] / .milliseconds(1), 2)
    let baseline = (name: "\(count) fsyncs of \(each) ms", quantity: Quantity.time(times[0] * count))
    return [Row(name: "create and list, demo camera", quantity: .time(times[1]), baseline: baseline)]
  }

  /// One fsync of a file that grew by a page.
  private static func synchronize(_ file: PlainFile) throws -> Duration {
    try file.write([UInt8](repeating: 1, count: 4_096).span)
    return try time { try file.synchronize() }
  }

  private static func createAndList(_ workplace: Workplace) throws -> (Duration, synchronizations: Int) {
    try withTemporaryDirectory(in: workplace.folder) { folder in
      let counter = SynchronizationCounter()
      let camera = try workplace.makeDemo(in: folder).counted(by: counter)
      let time = try time {
        _ = try camera.session().create(camera.request)
        _ = try camera.session().list(.headers)
      }
      return (time, counter.count)
    }
  }
}
