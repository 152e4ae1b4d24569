internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What only the camera has, and what of it a restore takes away.
extension DifferenceReader {
  /// An entry that the backup does not have.
  private struct Extra {
    let path: String
    /// The directory in which it is, by its place in the list; `nil` for one that the backup has, too.
    let parent: Int?
    let isSpecial: Bool
    /// Whether it stays, or something in it.
    var stays: Bool
    /// Whether it goes with the directory in which it is.
    var goesWithParent = false
  }

  /// A directory whose entries are still to be looked at.
  private struct Pending {
    var names: [String] = []
    /// Its own place in the list, where the backup does not have it.
    var place: Int?
  }

  /// Names what goes: a directory as a whole where nothing in it stays, else piece by piece.
  mutating func findRemoved() throws(FileError) {
    var extras = try findExtras()
    for index in extras.indices.reversed() where extras[index].stays {
      if let parent = extras[index].parent { extras[parent].stays = true }
    }
    for index in extras.indices {
      let parent = extras[index].parent.map { extras[$0] }
      extras[index].goesWithParent = parent.map { $0.goesWithParent || !$0.stays } ?? false
      guard !extras[index].stays, !extras[index].goesWithParent else { continue }
      if extras[index].isSpecial {
        files.special.append(extras[index].path)
      } else {
        files.removed.append(extras[index].path)
      }
    }
    files.special.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    files.removed.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The entries that the backup does not have; a directory comes before what is in it.
  private mutating func findExtras() throws(FileError) -> [Extra] {
    let notInBackup = Set(leftOut.map { Array($0.name.utf8) })
    var extras: [Extra] = []
    var descent = Descent(running)
    var pending = [Pending()]
    while let next = pending.popLast() {
      do {
        let directory = try descent.directory(next.names)
        for entry in try directory.entries() {
          // What a cut in a change of the configuration left is not part of it.
          if next.names.isEmpty, directory.holdsLeftover(entry.name) { continue }
          let path = (next.names + [entry.name]).joined(separator: "/")
          let status = try directory.status(of: entry.name)
          finder.found(current: path, status.kind)
          noteFlags(directory.lock(of: entry.name), path)
          let isInBackup = seen.contains(Array(path.utf8))
          let isLeftOut = notInBackup.contains(Array(path.utf8))
          if !isInBackup {
            let stays =
              isLeftOut || status.kind != .special && kept.keepsFile(path)
              || compareRemoved(path, entry.name, status, in: directory)
            extras.append(Extra(path: path, parent: next.place, isSpecial: status.kind == .special, stays: stays))
          }
          guard status.kind == .directory, !isLeftOut else { continue }
          pending.append(Pending(names: next.names + [entry.name], place: isInBackup ? nil : extras.count - 1))
        }
      } catch {
        // What goes as a whole goes even where it cannot be looked into.
        guard next.place != nil else { throw error }
      }
    }
    return extras
  }

  /// A file that only the camera has: sections of it may stay.
  ///
  /// - Returns: whether they do.
  private mutating func compareRemoved(
    _ path: String, _ name: String, _ status: FileStatus, in directory: any Directory
  ) -> Bool {
    let limit = Self.documentLimit(path)
    guard status.kind == .regular, status.size <= Int64(limit),
      let bytes = try? directory.open(name).readAll(limit: limit)
    else { return false }
    let previous = ConfigurationDocument(bytes)
    finder.found(nil, previous, at: path)
    if previous.isDocument || kept.settings.isNetworkFile(path) { noteShown(path, bytes) }
    noteAddress(path, bytes, [])
    guard let rest = kept.merged(nil, with: previous, at: path), !rest.bytes.isEmpty else { return false }
    let difference = ConfigurationDifference(from: previous, to: rest, masking: mask)
    if !difference.isEmpty { documents.append(DocumentDifference(path: path, difference: difference)) }
    return true
  }
}
