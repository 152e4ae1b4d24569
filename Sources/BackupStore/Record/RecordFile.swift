internal import FileSystem
internal import Sodium

/// The two copies of the record in the state directory (section 8.1 of the format).
struct RecordFile {
  static let names = ["record.1", "record.2"]

  let directory: any Directory

  /// Reads both copies and takes the newest valid one.
  ///
  /// - Returns: an empty record when there is no copy at all.
  /// - Throws: `StoreError.recordDamaged` when there are copies and none is valid.
  func load() throws(StoreError) -> LoadedRecord {
    var found: [CameraRecord?] = []
    var exists = false
    for name in Self.names {
      let copy = try read(name)
      exists = exists || copy.exists
      found.append(copy.record)
    }
    guard let newest = found.compactMap(\.self).max(by: { $0.sequence < $1.sequence }) else {
      guard !exists else { throw .recordDamaged }
      return LoadedRecord(record: CameraRecord(), needsRepair: false)
    }
    return LoadedRecord(record: newest, needsRepair: !found.allSatisfy { $0?.sequence == newest.sequence })
  }

  private func read(_ name: String) throws(StoreError) -> (record: CameraRecord?, exists: Bool) {
    do {
      guard try directory.status(of: name).kind == .regular else { return (nil, true) }
      let file = try directory.open(name)
      let size = try file.status().size
      guard size <= RecordCoding.longest else { return (nil, true) }
      var bytes = try SecretBytes(count: Int(size))
      let count = try bytes.withMutableBytes { (span) throws(FileError) in try file.read(into: &span, at: 0) }
      guard count == size else { return (nil, true) }
      return (try RecordCoding.decode(bytes), true)
    } catch let error as FileError {
      if error.isNotFound { return (nil, false) }
      if error.isUnreadableMedium { return (nil, true) }
      throw .record(error)
    } catch {
      throw .noMemory(kibibytes: 0)
    }
  }

  /// Writes a record to both copies, one after the other.
  ///
  /// - Throws: `StoreError.record`; the outcome is then unknown until the next start.
  func write(_ record: CameraRecord) throws(StoreError) {
    let bytes = try crypto(RecordCoding.encode(record))
    for name in Self.names {
      try mapError(StoreError.record) { () throws(FileError) in
        try bytes.withBytes { (span) throws(FileError) in
          try DurableFile.replace(name, in: directory, with: span)
        }
      }
    }
  }
}

/// A record as it was found.
struct LoadedRecord {
  let record: CameraRecord
  /// One copy is older or unreadable.
  let needsRepair: Bool
}
