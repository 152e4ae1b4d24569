import BackupStore
import TestSupport

/// Making a backup, against copying the same bytes.
enum CreateBenchmark {
  static func measure(_ workplace: Workplace, _ extent: Extent) throws -> [Row] {
    let sources = try workplace.configurationFiles()
    let (_, size) = try workplace.backup()
    let times = try medians(
      of: extent.rounds,
      [
        { try copy(sources, workplace, readingBack: false) },
        { try copy(sources, workplace, readingBack: true) },
        { try create(workplace) },
      ])
    let name = "create"
    return [
      Row(name: name, quantity: .time(times[2]), baseline: ("read, write, fsync", .time(times[0]))),
      Row(name: name, quantity: .time(times[2]), baseline: ("read, write, fsync, read from medium", .time(times[1]))),
      try .peakMemory(of: name, backup: size),
    ]
  }

  private static func copy(_ sources: [String], _ workplace: Workplace, readingBack: Bool) throws -> Duration {
    defer { PlainFile.remove(workplace.scratch) }
    return try time {
      try PlainFile.copy(sources, to: workplace.scratch)
      if readingBack { try PlainFile(reading: workplace.scratch).readAll() }
    }
  }

  /// The first backup of a new camera.
  private static func create(_ workplace: Workplace) throws -> Duration {
    try withTemporaryDirectory(in: workplace.folder) { folder in
      let camera = try BenchmarkCamera.make(in: folder, configuration: workplace.configuration)
      return try time { _ = try camera.session().create(camera.request) }
    }
  }
}
