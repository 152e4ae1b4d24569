package import CameraDevice
internal import CameraModel
internal import FileSystem
package import Sodium

/// The machine of a camera in memory: configuration, state, card and bus each have a medium of their own on a crashing
/// file system, and nothing of it is on the disk. Time passes when it is told to.
///
/// Each layer has its part: tests of the store have `StoreFixture`, tests of a change this machine, and tests of use
/// cases a camera on it.
package enum MemoryMachine {
  package static let (folder, state, run, card) = ("/flash/config", "/state", "/run", "/card")

  /// Media of which each is a file system, and an empty configuration.
  ///
  /// - Parameters:
  ///   - others: further ones, as of a stick.
  ///   - bus: without it there are no modules.
  package static func media(_ others: String..., bus: Bool = false) -> CrashingFileSystem {
    let files = CrashingFileSystem("/flash", state, card, run, "/proc/self")
    for path in others + (bus ? [FileBus.path] : []) { files.exchange(path, with: files.addMedium()) }
    let mounts = ["/flash", state, card].enumerated().map { number, path in
      "\(20 + number) 1 0:\(100 + number) / \(path) rw - ext4 \(path) rw\n"
    }
    files.plant("/proc/self/mountinfo", Array(mounts.joined().utf8))
    files.plantDirectory(folder)
    return files
  }

  /// - Parameters:
  ///   - files: it goes on from what is there. A card and a bus are there if they have a medium.
  ///   - state: each camera has its own.
  ///   - settings: further lines.
  ///   - bus: `nil` for the one of the files.
  package static func make(
    _ files: CrashingFileSystem, state: String = Self.state, settings extra: [String] = [], bus: (any ModuleBus)? = nil,
    clock: any TimeSource, runner: any CommandRunner = RecordingRunner()
  ) throws -> Machine {
    let lines =
      [
        "SECTION camconsole", "CONFIG=\(folder)", "STATE=\(state)", "RUN=\(run)", "CARD=\(card)", "CARD_MOUNT=no",
        "BUS=\(FileBus.path)", "REBOOT=/sbin/reboot now",
      ] + extra + ["ENDSECTION camconsole"]
    return Machine(
      settings: try Settings(ConfigurationDocument(Array(lines.joined(separator: "\n").utf8))), files: files,
      card: PosixCardSlot(path: card, mustBeMounted: false, files: files), bus: bus ?? FileBus(files: files),
      time: clock, commands: runner)
  }
}

/// Text in guarded memory.
package func secret(_ text: String) throws(SodiumError) -> SecretBytes {
  try SecretBytes(copying: Array(text.utf8).span)
}
