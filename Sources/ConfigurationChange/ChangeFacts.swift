internal import CameraDevice
internal import FileSystem

/// What the machine says, beside the journal, of how a change stands.
struct ChangeFacts: Sendable {
  /// The inodes of the two trees.
  struct Trees: Sendable, Equatable {
    /// Under the configuration's name.
    let configuration: UInt64
    /// Beside it, where the first is not a tree of the change; `nil` where nothing is there.
    let sibling: UInt64?
  }

  /// `nil` where the journal does not ask for them.
  let trees: Trees?
  /// The kernel's name of this boot, or why it cannot be had, which matters to some changes only.
  let boot: Result<String, FileError>
  /// Seconds on the boot clock.
  let sinceBoot: Int64

  /// The name of this boot.
  ///
  /// - Throws: `ChangeError.clock`.
  func currentBoot() throws(ChangeError) -> String {
    switch boot {
    case .success(let boot): return boot
    case .failure(let error): throw .clock(error)
    }
  }
}

extension ChangeIntent {
  /// Whether the new tree is under the configuration's name. Both trees are on one file system, whose device number may
  /// be another after a restart: the inode decides. Where a tool has replaced the tree under that name, the sibling
  /// tells which of the two it was.
  ///
  /// - Throws: `ChangeError.journalDamaged` where both are missing.
  func isExchanged(_ facts: ChangeFacts) throws(ChangeError) -> Bool {
    guard let trees, let found = facts.trees else { return false }
    guard found.configuration != trees.new.inode, found.configuration != trees.former.inode else {
      return found.configuration == trees.new.inode
    }
    // What the exchange back leaves has been removed.
    guard let sibling = found.sibling else { return false }
    guard sibling == trees.new.inode || sibling == trees.former.inode else { throw .journalDamaged }
    return sibling == trees.former.inode
  }

  /// Seconds that are left to confirm it in. They count from the first start of `boot` in this boot: the boot clock
  /// itself does not tell, as in a container it is the host's.
  func secondsLeft(_ facts: ChangeFacts) throws(ChangeError) -> Int {
    let boot = try facts.currentBoot()
    let elapsed = start.flatMap { $0.boot == boot ? $0.at : nil }.map { max(facts.sinceBoot - $0, 0) } ?? 0
    return Int(max(Int64(revertMinutes) * 60 - elapsed, 0))
  }
}
