internal import Glibc
internal import Synchronization

/// The descriptor that a frame is being written to; -1 between frames.
private let writing = Atomic<Int32>(-1)

/// Where a frame goes that nobody takes; -1 before the first one.
private let nowhere = Atomic<Int32>(-1)

/// Frames on their way to a terminal that may take nothing, because it is stopped or nobody reads it.
///
/// ncurses writes until all is written, and a signal only delays it. So the descriptor that it writes to is exchanged
/// under it.
package enum FrameOutput {
  /// Lets what ncurses is still writing go where nobody reads it, so that the program can end. For a handler of
  /// signals: only `dup2` is called.
  package static func giveUp() {
    let (descriptor, substitute) = (writing.load(ordering: .relaxed), nowhere.load(ordering: .relaxed))
    guard descriptor >= 0, substitute >= 0 else { return }
    dup2(substitute, descriptor)
  }

  /// Writes a frame, or a part of one, that can be given up.
  static func write(to descriptor: Int32, _ body: () -> Void) {
    open()
    writing.store(descriptor, ordering: .relaxed)
    body()
    writing.store(-1, ordering: .relaxed)
  }

  /// Lets everything go where nobody reads it from now on.
  static func leave(_ descriptor: Int32) {
    open()
    dup2(nowhere.load(ordering: .relaxed), descriptor)
  }

  private static func open() {
    guard nowhere.load(ordering: .relaxed) < 0 else { return }
    nowhere.store(unsafe Glibc.open("/dev/null", O_WRONLY | O_CLOEXEC), ordering: .relaxed)
  }
}
