package import CameraService

extension RoomByDeletion {
  /// What a person is asked to do on a screen.
  package var offer: String {
    switch self {
    case .anyOne: "Select one backup in the list and delete it? Then start the backup again."
    case .one(let bytes):
      "Select one backup of \(size(bytes)) or more in the list and delete it? Then start the backup again."
    case .several(let count):
      "One backup is not enough. Delete \(spelled(count)) or more of them? Then start the backup again."
    case .notEnough: "All backups on the card are too small to make room. Use a larger card."
    }
  }

  /// What a person does in the list; `nil` where no deletion helps.
  package var advice: String? {
    switch self {
    case .anyOne: "Press d to delete the chosen backup, or choose another one."
    case .one(let bytes): "Press d to delete the chosen backup, or choose another one of \(size(bytes)) or more."
    case .several(let count):
      "Delete \(spelled(count)) or more backups, one after the other. Press d to delete the chosen one."
    case .notEnough: nil
    }
  }
}
