package import CameraDevice
package import FileSystem

/// Why a change did not happen, or did not end. Unless a case says otherwise everything is as it was.
package indirect enum ChangeError: Error {
  /// A file of the journal, or its directory.
  case journal(FileError)
  /// The journal is unreadable, or both of its trees are missing.
  case journalDamaged
  /// The kernel does not say which boot this is.
  case clock(FileError)
  /// The configuration directory cannot be exchanged.
  case exchange(ExchangeError)
  /// The source of the new tree failed: its own error.
  case source(any Error)
  case bus(ModuleBusError)
  /// Modules that cannot be read or written, at least one.
  case modules([ModuleFailure])
  /// The journal has an invalid module address.
  case noSuchModule(String)
  /// A module that does not hold what was written to it.
  case moduleDiffers(address: String)
  /// Modules that did not take their previous settings: what made that necessary; `nil` for an interruption. The
  /// configuration is as it was, and the next start tries again.
  case notPutBack(modules: [String], cause: ChangeError?)
  /// The work was told to stop.
  case stopped
  /// It may not happen now: of which change, by its subject; empty for none.
  case refused(ChangeRefusal, of: String)
}
