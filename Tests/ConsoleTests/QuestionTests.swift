import TerminalUI
import Testing

@testable import Console

/// A question protects: what destroys or restarts is done by its button alone, or by the typed word.
struct QuestionTests {
  private static let letters = (UInt8(ascii: " ")...UInt8(ascii: "~")).map { Key.character(Unicode.Scalar($0)) }

  private static let leaving: [QuestionPlace] = [.closeUsers, .closeConfiguration]

  @Test(arguments: QuestionPlace.allCases) func theKeyThatOpenedItDoesNotAnswerIt(_ place: QuestionPlace) {
    var driver = place.asked()
    let asked = driver.lines.prefix(20)
    for _ in 1...5 where place.opener != .escape { driver.press(place.opener) }
    #expect(driver.harm.isEmpty)
    // A screen that is a question goes back with Enter.
    guard place != .logOut, place.word == nil, driver.console.question != nil else { return }
    #expect(driver.lines.prefix(20) == asked)
    #expect(driver.message == "Tab chooses an answer, Enter selects it, Esc cancels." && driver.rings == 5)
    driver.press(.escape)
    #expect(driver.harm.isEmpty && !driver.text.contains("Enter select"))
  }

  @Test(arguments: QuestionPlace.allCases) func noLetterAndNoEnterDoesHarm(_ place: QuestionPlace) {
    let title = place.asked().lines[0]
    for key in Self.letters + [.enter, .home, .end, .pasted("y"), .escape] {
      var driver = place.asked()
      driver.press(key)
      if place.isHarmless, case .character = key { continue }
      #expect(driver.harm.isEmpty, "\(key)")
      if Self.leaving.contains(place) { #expect(driver.lines[0] == title, "\(key)") }
      // Where it is answered already, Enter is for the screen.
      guard place.isScreen || driver.console.question != nil else { continue }
      driver.press(.enter)
      #expect(driver.harm.isEmpty, "\(key), Enter")
    }
  }

  @Test(arguments: QuestionPlace.allCases) func itsButtonAnswersIt(_ place: QuestionPlace) {
    var driver = place.asked()
    driver.type(place.word ?? "")
    if place.word == nil { driver.accept() } else { driver.press(.enter) }
    // These go on without work.
    if Self.leaving.contains(place) { #expect(driver.lines[0].contains("Admin Menu")) }
    if place == .forgotten { #expect(!driver.text.contains("Old PIN")) }
    guard !Self.leaving.contains(place), place != .forgotten else { return }
    if driver.console.owesRestart { driver.readNotice() }
    #expect(driver.harm.count == 1)
  }

  /// The line of keys names the letters that answer, and no other.
  @Test(arguments: QuestionPlace.allCases) func theLineOfKeysAgrees(_ place: QuestionPlace) {
    let driver = place.asked()
    let line = driver.lines[23]
    guard !place.isScreen else { return #expect(line.hasSuffix("? Help  Esc")) }
    let answer = driver.console.question?.question.answers.last?.button ?? ""
    let press = place.word == nil ? "select" : answer
    #expect(line.contains("Tab choose  Enter \(press)") && line.hasSuffix("Esc cancel"))
    var onButton = driver
    onButton.press(.tab)
    #expect(onButton.lines[23].contains("Enter select"))
    for key in Self.letters where place.word == nil && key != place.opener {
      guard case .character(let letter) = key, letter.properties.isLowercase else { continue }
      var pressed = driver
      pressed.press(key)
      #expect(pressed.text.contains("Enter select") != line.contains("  \(letter) "), "\(letter)")
    }
  }

  /// On a slow line the line of keys stays the screen's: a letter that answers nothing is told how to answer.
  @Test func aLetterThatAnswersNothingIsNotIgnoredInSilence() {
    var driver = QuestionPlace.deleteAll.asked()
    driver.press(.tab)
    driver.type("?y")
    #expect(driver.rings == 2 && driver.message == "Tab chooses an answer, Enter selects it, Esc cancels.")
    driver.press(.escape)
    #expect(driver.message.isEmpty && driver.harm.isEmpty)
  }

  /// F1 is for screens. What was said of one key is over with the next that does something.
  @Test func itsMessagesAreOverWithTheNextKey() {
    for key in [Key.character("d"), .tab] {
      var driver = QuestionPlace.deleteAll.asked()
      driver.press(.enter)
      #expect(driver.message == "Type delete, or leave with Esc.")
      driver.press(key)
      #expect(driver.message.isEmpty, "\(key)")
      driver.press(.function(1))
      #expect(driver.rings == 2 && driver.message == "Tab chooses an answer, Enter selects it, Esc cancels.")
    }
  }
}
