internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What of the camera is not as a preview showed it.
package enum ChangedPart: Sendable, Equatable {
  /// Another backup has the name.
  case backup
  /// A path in the configuration directory; empty for the directory itself.
  case file(String)
  /// The address of a module.
  case module(String)
}

/// What a restore would change, as it was when a preview showed it: digests, so that no secret is kept.
///
/// The contents count of files that consist of sections, of `camera.cfg`, of files of the network, and of modules. Of
/// any other file counts only that it differs: a file that the camera writes every minute would stop every restore.
package struct ShownRestore: Sendable {
  /// The file of the backup.
  private var backupID: Identifier?
  /// The digest of each file whose contents count, by the bytes of its path: names that look alike may be two.
  private(set) var contents: [[UInt8]: [UInt8]] = [:]
  /// In which way each file differs, likewise.
  private var files: [[UInt8]: [UInt8]] = [:]
  /// The state of each module that gets settings; `nil` for one that cannot be read.
  private var modules: [String: [UInt8]?] = [:]

  /// Nothing was shown yet.
  init() {}

  /// Adds the contents of a file.
  mutating func note(_ path: String, digest: [UInt8]) { contents[Array(path.utf8)] = digest }

  /// Adds a way in which a file differs.
  private mutating func note(_ path: String, _ difference: [UInt8]) {
    files[Array(path.utf8), default: []] += difference
  }

  /// Adds a module that gets settings.
  ///
  /// - Parameter settings: those that it holds; `nil` where they cannot be read, or it is not there.
  mutating func note(_ plan: ModulePlan, _ settings: [UInt8]?) {
    let words = [plan.action.rawValue, plan.source, plan.onBus?.kind, plan.serial, plan.onBus?.firmware]
    let known = Array(words.map { $0 ?? "" }.joined(separator: "\n").utf8) + [0]
    // A module that is not there has no settings, and that is known of it.
    let isUnreadable = settings == nil && plan.action != .missing
    modules.updateValue(isUnreadable ? nil : known + (settings ?? []), forKey: plan.address)
  }

  /// Adds everything of a preview that is not known yet.
  ///
  /// - Parameter ofFiles: whether the configuration is restored.
  mutating func finish(_ preview: RestorePreview, ofFiles: Bool) {
    backupID = preview.backup.backupID
    guard ofFiles else { return contents = [:] }
    let lists = [preview.files.added, preview.files.removed, preview.files.changed, preview.files.special]
    for (index, list) in lists.enumerated() {
      for path in list { note(path, [UInt8(index)]) }
    }
    for difference in preview.attributes.list {
      for change in difference.changes {
        note(difference.path, Array("\(change.name)\n\(change.former)\n\(change.new)\n".utf8))
      }
    }
  }

  /// Refuses a restore that would change something else than was shown.
  ///
  /// - Parameters:
  ///   - now: what it would change.
  ///   - skipped: modules that are left alone since then. One that cannot be read now ends the restore by itself.
  func check(_ now: ShownRestore, leavingOut skipped: Set<String>) throws(ServiceError) {
    guard backupID == now.backupID else { throw .notAsShown(.backup) }
    if let path = Self.difference(contents, now.contents) ?? Self.difference(files, now.files) {
      throw .notAsShown(.file(String(decoding: path, as: UTF8.self)))
    }
    let addresses = Set(modules.keys).union(now.modules.keys).subtracting(skipped).sorted()
    for address in addresses {
      let state = now.modules[address]
      if case .some(.none) = state { continue }
      guard modules[address] == state else { throw .notAsShown(.module(address)) }
    }
  }
}

extension ShownRestore {
  /// The first path of which two say something else.
  private static func difference(_ shown: [[UInt8]: [UInt8]], _ now: [[UInt8]: [UInt8]]) -> [UInt8]? {
    Set(shown.keys).union(now.keys).filter { shown[$0] != now[$0] }.min { $0.lexicographicallyPrecedes($1) }
  }
}

extension RestorePreview {
  /// Takes over what was found while it was made.
  ///
  /// - Parameters:
  ///   - files: what is known of files.
  ///   - held: the settings that modules hold.
  mutating func show(_ files: ShownRestore, _ held: [String: [UInt8]], _ options: RestoreOptions) {
    shown = files
    shown.finish(self, ofFiles: !options.modulesOnly)
    for plan in modules where plan.action.writes || plan.action == .missing { shown.note(plan, held[plan.address]) }
  }
}
