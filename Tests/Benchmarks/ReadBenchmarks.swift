import BackupStore

/// Reading a backup without and with the PIN, against reading its file; all from the system's cache.
enum ReadBenchmarks {
  /// Checks the tag over every byte.
  static func verify(_ workplace: Workplace, _ extent: Extent) throws -> [Row] {
    let camera = try workplace.openCamera()
    return try compare("verify", workplace, extent) {
      guard try camera.session().list(.whole).backups.allSatisfy(\.isOpen) else {
        throw Failure(description: "the prepared backup does not verify")
      }
    }
  }

  /// Checks the tag, decrypts, and checks the archive. What trying a PIN makes durable is not waited for.
  static func open(_ workplace: Workplace, _ extent: Extent) throws -> [Row] {
    let camera = try workplace.openCamera().counted(by: SynchronizationCounter(isReal: false))
    return try compare("open", workplace, extent) { _ = try camera.session().open(.latest, camera.digits) }
  }

  private static func compare(
    _ name: String, _ workplace: Workplace, _ extent: Extent, _ work: () throws -> Void
  ) throws -> [Row] {
    let (path, size) = try workplace.backup()
    let times = try withoutActuallyEscaping(work) { work in
      try medians(
        of: extent.rounds, [{ try time { try PlainFile(reading: path).readAll() } }, { try time { try work() } }])
    }
    return [
      Row(name: name, quantity: .time(times[1]), baseline: ("read from the cache", .time(times[0]))),
      try .peakMemory(of: name, backup: size),
    ]
  }
}
