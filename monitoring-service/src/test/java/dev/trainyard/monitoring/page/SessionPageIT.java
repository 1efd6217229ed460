package dev.trainyard.monitoring.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages show their data to who brings a token, and ask who has none for one. */
@QuarkusTest
class SessionPageIT extends PageTest {
  private static final String NAMES = "#processes tbody td:first-child";

  @BeforeEach
  void publishOne() {
    publish(processId, "letters", ProcessStatus.CREATED, 1, null);
    browser.run("sessionStorage.clear()");
  }

  @Test
  void askWhoHasNoToken() {
    browser.go(server.resolve("/monitoring"));
    eventually(() -> assertThat(browser.shows("#session")).isTrue());
    assertThat(browser.texts(NAMES)).doesNotContain("letters");

    browser.type("#token", Tokens.of("viewer"));
    browser.click("#session button");

    eventually(() -> assertThat(browser.texts(NAMES)).contains("letters"));
    assertThat(browser.shows("#session")).isFalse();
  }

  @Test
  void takeATokenFromALinkAndLeaveNoneInTheAddress() {
    browser.go(server.resolve("/monitoring#token=" + Tokens.of("viewer")));

    eventually(() -> assertThat(browser.texts(NAMES)).contains("letters"));
    assertThat(browser.run("return location.href")).isEqualTo(server.resolve("/monitoring") + "");
  }

  @Test
  void askAgainWhenATokenIsRefused() {
    enter("nonsense");
    browser.go(server.resolve("/monitoring"));

    eventually(() -> assertThat(browser.text("#session")).contains("not valid"));
    assertThat(browser.complaints()).isNotEmpty().allMatch(each -> each.contains("401"));
  }

  @Test
  void forgetTheTokenOfWhoLeaves() {
    enter(Tokens.of("viewer"));
    browser.go(server.resolve("/monitoring"));
    eventually(() -> assertThat(browser.texts(NAMES)).contains("letters"));

    browser.click("#leave");

    eventually(() -> assertThat(browser.shows("#session")).isTrue());
    assertThat(browser.run("return Object.keys(sessionStorage)")).isEqualTo(List.of());
  }
}
