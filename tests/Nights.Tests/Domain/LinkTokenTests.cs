using FsCheck.Xunit;
using Nights.Domain.Campaigns;

namespace Nights.Tests.Domain;

public sealed class LinkTokenTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly LinkToken Link = new(Guid.Parse("0193a000-0000-7000-8000-000000000001"), "own", Now.AddHours(1), Guid.Parse("0193a000-0000-7000-8000-000000000002"));

    [Fact]
    public void A_token_reads_back_to_itself()
    {
        LinkToken.TryRead(Key, Token(), Now, out var read, out var fault).ShouldBeTrue();
        read.ShouldBe(Link);
        fault.ShouldBe(LinkFault.None);
    }

    [Fact]
    public void A_token_is_not_taken_from_its_expiry_on()
    {
        LinkToken.TryRead(Key, Token(), Link.Expires, out var read, out var fault).ShouldBeFalse();
        (read, fault).ShouldBe((null, LinkFault.Expired));
        LinkToken.TryRead(Key, Token(), Link.Expires.AddTicks(-1), out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_token_signed_with_another_key_is_invalid_even_when_expired()
    {
        byte[] other = [.. Key[..31], 0];
        LinkToken.TryRead(other, Token(), Link.Expires, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(LinkFault.Invalid);
    }

    [Fact]
    public void Any_character_changed_makes_it_invalid()
    {
        var token = Token();
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            LinkToken.TryRead(Key, new string(changed), Now, out _, out var fault).ShouldBeFalse();
            fault.ShouldBe(LinkFault.Invalid);
        }
    }

    [Property]
    public void Whatever_a_stranger_sends_is_refused_without_throwing(string? text) =>
        LinkToken.TryRead(Key, text, Now, out _, out _).ShouldBeFalse();

    [Fact]
    public void A_channel_too_long_is_refused() =>
        Should.Throw<ArgumentException>(() => LinkToken.Create(Key, Link.CampaignId, new string('x', 61), Now, Link.Nonce)).Message.ShouldContain("1 to 60");

    private static string Token() => LinkToken.Create(Key, Link.CampaignId, Link.Channel, Link.Expires, Link.Nonce);
}
