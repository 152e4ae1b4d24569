package import CameraModel
package import FileSystem
package import FoundationEssentials

/// Where the new configuration comes from: an archive, or whatever can build a tree.
package protocol ChangeSource<Details> {
  associatedtype Details: ChangeDetails

  /// Builds the new tree, durably.
  ///
  /// - Parameter root: an empty directory.
  /// - Returns: the attributes that the directory itself is to get.
  /// - Throws: `ChangeError.source` with an error of its own.
  mutating func build(in root: any Directory) throws(ChangeError) -> FileAttributes

  /// What is to be kept in the journal of what was built.
  ///
  /// - Parameters:
  ///   - staged: the directory with the new tree; `nil` where only modules are changed.
  ///   - losses: what the directory itself did not take of its attributes.
  ///   - former: what the outcome of the change before has; `nil` for none.
  func details(of staged: (any Directory)?, losing losses: [AttributeLoss], after former: Details?) -> Details
}

/// A change that a person wants.
package struct ChangePlan<Details: ChangeDetails> {
  /// A module that gets settings.
  package struct Module: Sendable {
    /// Its address on the bus.
    let address: String
    /// The kind that a module must be of to get these settings.
    let kind: String
    /// The settings as the module takes them, at most 1 MiB.
    let settings: Data
    /// Else they wait for it.
    let isThere: Bool

    /// See the properties.
    package init(address: String, kind: String, settings: Data, isThere: Bool) {
      self.address = address
      self.kind = kind
      self.settings = settings
      self.isThere = isThere
    }
  }

  /// What it brings, by name: of a backup, its own.
  let subject: String
  /// On whose behalf.
  let caller: String
  /// The camera's own words of itself.
  let camera: CameraIdentity
  /// Minutes after the restart to confirm it in, 0...60; 0: it need not be.
  let revertMinutes: Int
  /// The modules that get settings, each at most once.
  package let modules: [Module]
  /// Builds the new tree. It is not asked where only modules are changed.
  var source: any ChangeSource<Details>

  /// - Parameters:
  ///   - subject: what it brings, by name.
  ///   - revertMinutes: to confirm it in after the restart, 0...60; 0: it need not be.
  package init(
    subject: String, caller: String, camera: CameraIdentity, revertMinutes: Int, modules: [Module],
    source: any ChangeSource<Details>
  ) {
    self.subject = subject
    self.caller = caller
    self.camera = camera
    self.revertMinutes = revertMinutes
    self.modules = modules
    self.source = source
  }
}

/// Keeps the configuration before a change, so that it can be restored.
package protocol FormerKeeper<Details>: Sendable {
  associatedtype Details: ChangeDetails

  /// Keeps it in place of what was kept before. Where that fails, nothing is kept, so that nobody restores the
  /// configuration before an earlier change.
  ///
  /// - Parameters:
  ///   - intent: the change that is confirmed, with what modules held before.
  ///   - tree: opens the previous configuration; `nil` where it is the running one, because only modules were changed.
  ///   - mayPostpone: leaves things as they are where it fails for a reason that may pass.
  func keep(
    _ intent: ChangeIntent<Details>, mayPostpone: Bool, tree: () throws(ChangeError) -> (any Directory)?
  ) -> KeptFormer
}

/// What came of keeping the previous configuration.
package enum KeptFormer: Sendable {
  case kept
  case notKept(UndoProblem)
  case postponed
}
