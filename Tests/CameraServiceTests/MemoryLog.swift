import CameraService
import Synchronization

/// Keeps everything.
final class MemoryLog: EventLog {
  private let kept = Mutex<[LoggedEvent]>([])

  var events: [LoggedEvent] { kept.withLock { $0 } }

  func report(_ event: LoggedEvent) {
    kept.withLock { $0.append(event) }
  }
}
