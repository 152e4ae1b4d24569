internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
package import ConfigurationChange
internal import FileSystem

extension UndoProblem {
  /// Why it could not be kept, in a sentence. Where there is no code, an earlier version wrote the sentence.
  package var text: String {
    guard let known else { return code }
    let (path, error) = (file ?? "", FileError(.open, file ?? "", code: number ?? 0))
    return switch known {
    case .noPIN: StoreError.noPIN.message.text
    case .noRoom: StoreError.undoNotWritten(nil).message.text
    case .undoFile: StoreError.undoNotWritten(error).message.text
    case .record: StoreError.record(error).message.text
    case .recordDamaged: StoreError.recordDamaged.message.text
    case .file: StoreError.file(error).message.text
    case .noMemory: StoreError.noMemory(kibibytes: UInt32(clamping: number ?? 0)).message.text
    case .state: ServiceError.state(error).message.text
    case .configuration: ServiceError.configuration(error).message.text
    case .previous: ServiceError.exchange(.file(error)).message.text
    case .journal: ServiceError.restoreRecordDamaged.message.text
    case .unreadable: ArchivePlanError.file(path: path, error).message.text
    case .changed: ArchivePlanError.changed(path: path).message.text
    case .unfit: "\(path) cannot be part of a backup."
    case .identity: "The camera's \(path) is too long or has characters that cannot be shown."
    case .failed: "The previous configuration could not be sealed."
    case .lost: "Its file is no longer in the state directory."
    }
  }
}
