import FoundationEssentials
import TestSupport
import Testing

@testable import CameraService

/// A use case as the sources declare it: a constant with a comment.
struct DeclaredUseCase {
  let useCase: UseCase
  /// What it is, as the article *Scripting* tells it.
  let meaning: String

  static let project = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  /// All, in the order of their words.
  static func all() throws -> [DeclaredUseCase] {
    let folder = project + "/Sources/CameraService"
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
    let found = try files.flatMap { try declared(in: #require(Disk.read(folder + "/" + $0))) }
    return found.sorted { $0.useCase.words < $1.useCase.words }
  }

  private static func declared(in text: String) throws -> [DeclaredUseCase] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return try lines.indices.filter { lines[$0].contains(" = UseCase(\"") }.map { index in
      try DeclaredUseCase(lines[index], comment: lines[index - 1])
    }
  }

  /// - Parameters:
  ///   - line: as `static let listEvents = UseCase("events", .look)`.
  ///   - comment: the line above it.
  private init(_ line: Substring, comment: Substring) throws {
    let kinds: [Substring: UseCase.Kind] = ["look": .look, "authentication": .authentication, "work": .work]
    let kind = try #require(kinds[line.split(separator: ".").last?.dropLast() ?? ""], "\(line)")
    useCase = UseCase(String(line.split(separator: "\"")[1]), kind)
    let sentence = comment.drop { $0 == " " || $0 == "/" }
    try #require(comment.contains("/// ") && sentence.last == ".", "no sentence above \(line)")
    meaning = sentence.prefix(1).lowercased() + sentence.dropFirst().dropLast()
  }

  /// What the camera keeps of it.
  private var kept: String {
    useCase == .finishRestore ? "never" : useCase.isLook ? "refusal or damage" : "yes"
  }

  /// Its row in the table of the article.
  var row: String {
    let event = LoggedEvent(caller: .unknown, useCase: useCase, subject: "", error: nil)
    return "| `\(useCase.words)` | \(meaning) | `\(event.facility.word)` | \(kept) |"
  }
}
