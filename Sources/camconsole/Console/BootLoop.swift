internal import CameraService
internal import Console
internal import FileSystem
internal import Synchronization

/// Does the work of a camera's init system where only the camera restarts and this program continues: it runs `boot`
/// after every restart, so that a restore is reverted if nobody confirms it.
final class BootLoop: Sendable {
  private let woken = Doorbell()
  private let isOver = Atomic<Bool>(false)

  /// Begins, and tells the loop when the camera has restarted by itself.
  func start(_ camera: Camera, _ worker: Worker) {
    // Without a thread nothing reverts a restore, which the camera says before one begins.
    _ = WorkThread.start(stack: WorkThread.largeStack) { [self] in
      while !isOver.load(ordering: .relaxed) {
        guard runsBoot(camera) else {
          woken.wait()
          continue
        }
        worker.send(.console(.restarted))
      }
    }
  }

  /// Finishes a restore, as `boot` does on a camera that starts, and begins to watch its time.
  func cameraHasRestarted(_ camera: Camera) throws(ServiceError) {
    _ = try camera.finishRestore()
    woken.ring()
  }

  /// It stops at its next look at the clock; a restore that waits goes on waiting.
  func stop() {
    isOver.store(true, ordering: .relaxed)
    woken.ring()
  }

  /// - Returns: whether it restarted the camera.
  private func runsBoot(_ camera: Camera) -> Bool {
    var hasRestarted = false
    // What goes wrong is told where a person asks: in the status.
    try? camera.boot(once: false, wait: wait) { news in
      if case .success(.reverted(let report)) = news, report.needsReboot { hasRestarted = true }
    }
    return hasRestarted
  }

  private func wait(seconds: Int) -> Bool {
    woken.wait(until: Deadline(seconds: seconds))
    return !isOver.load(ordering: .relaxed)
  }
}
