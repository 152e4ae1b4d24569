package import FileSystem
internal import Glibc

/// What a file system makes of a medium that was pulled out while it is mounted.
package enum PulledForm: String, CaseIterable, Sendable {
  /// As vfat: directories look empty and names absent, a new name finds no room. What is written goes into the cache,
  /// and flushing it looks like a success once the kernel has reported the loss to someone else.
  case hidden
  /// As the layer of the medium reports it: every operation fails.
  case failing
  /// As ext4: names and files are served from the cache, and the file system has become read-only.
  case cached

  /// What an operation on the medium gives; `nil` when it seems to succeed.
  fileprivate func code(of call: Call) -> Int32? {
    switch self {
    case .failing: EIO
    case .cached: call.isChange ? (call.operation == .synchronize ? EIO : EROFS) : nil
    case .hidden:
      switch call.operation {
      case .create, .makeDirectory: ENOSPC
      case .remove, .rename, .exchange, .open, .readLink: ENOENT
      case .status, .setAttributes: call.isLookup ? ENOENT : nil
      case .read, .write, .synchronize, .list, .lock: nil
      }
    }
  }
}

/// A medium that is pulled out in the middle of an operation.
struct Pull: Sendable {
  let tree: Int
  let form: PulledForm
  let number: Int
  /// Whether the medium itself says that it is gone.
  let isNoticed: Bool
  private var seen = 0
  private(set) var isOut = false

  init(tree: Int, form: PulledForm, number: Int, isNoticed: Bool) {
    self.tree = tree
    self.form = form
    self.number = number
    self.isNoticed = isNoticed
  }

  /// Counts an operation on the medium; the error number that it gives.
  fileprivate mutating func strikes(_ call: Call) -> Int32? {
    guard call.tree == tree else { return nil }
    seen += 1
    if seen >= number { isOut = true }
    return isOut ? form.code(of: call) : nil
  }
}

extension CrashingState {
  /// Ends an operation on a medium that is out with the error that its file system gives.
  mutating func notePull(_ call: Call) throws(FileError) {
    guard let code = pull?.strikes(call) else {
      if pull?.isOut == true { hasFailed = true }
      return
    }
    hasFailed = true
    throw call.error(code)
  }

  func isOut(_ tree: Int, as form: PulledForm? = nil) -> Bool {
    guard let pull, pull.isOut, pull.tree == tree else { return false }
    return form == nil || pull.form == form
  }
}

extension CrashingFileSystem {
  /// Pulls the medium at `path` out before the `number`-th operation on it of any kind, from 1, counted from now on.
  ///
  /// `crashed(_:seed:at:)` with the path is what is found when it is put in again.
  /// - Parameter isNoticed: whether those who ask the medium itself, by `watch`, learn of it.
  package func pull(_ path: String, at number: Int, as form: PulledForm, isNoticed: Bool = true) {
    access { state in
      guard let mount = state.mounts.first(where: { $0.path == path }) else { return }
      state.pull = Pull(tree: mount.tree, form: form, number: number, isNoticed: isNoticed)
    }
  }

  /// Says whether the medium that is at `path` now is in place.
  package func watch(of path: String) -> any MediumWatch {
    CrashingWatch(fileSystem: self, tree: access { state in state.mounts.first { $0.path == path }?.tree })
  }
}

private struct CrashingWatch: MediumWatch {
  let fileSystem: CrashingFileSystem
  let tree: Int?

  func isInPlace() -> Bool {
    guard let tree else { return false }
    return fileSystem.access { state in !(state.isOut(tree) && state.pull?.isNoticed == true) }
  }
}
