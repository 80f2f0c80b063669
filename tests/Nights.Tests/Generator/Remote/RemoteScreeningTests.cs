using Nights.Generator.Painting;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

public sealed class RemoteScreeningTests
{
    [Theory]
    [InlineData("content_policy_violation")]
    [InlineData("moderation_blocked")]
    public async Task A_refusal_of_moderation_is_counted_and_the_next_candidate_is_asked_for(string code)
    {
        await using var service = await PaidService.Start();
        service.Server.Faults.Enqueue(ImagesFault.Moderated(code));

        var painted = await service.Paint(A.Order());

        painted.Screened.ShouldBe(new Dictionary<string, int> { ["refused"] = 1 });
        (painted.Pictures.Count, painted.CostMinor, service.Server.Charged).ShouldBe((3, 3 * PaidService.Price, 3));
        service.Server.Asked.Select(asked => asked.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(4, "another candidate is another request");
    }

    [Fact]
    public async Task A_prompt_that_is_always_refused_fails_with_the_services_words_and_is_not_asked_for_ever()
    {
        await using var service = await PaidService.Start();
        for (var i = 0; i < 100; i++)
            service.Server.Faults.Enqueue(ImagesFault.Moderated());

        var fault = await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(A.Order() with { Redraws = 4 }));

        fault.Message.ShouldContain("rejected by the safety system");
        fault.Message.ShouldContain("found no candidate among 5");
        fault.Toll.Screened.ShouldBe(new Dictionary<string, int> { ["refused"] = 7 });
        (service.Server.Asked.Count, fault.Toll.CostMinor).ShouldBe((7, 0), "three pictures once, then one of them to its last redraw");
    }

    [Fact]
    public async Task Refusals_cost_where_the_service_charges_them()
    {
        await using var service = await PaidService.Start();
        service.Server.Faults.Enqueue(ImagesFault.Moderated());

        (await service.Paint(A.Order(), ("ChargesRefusals", "true"))).CostMinor.ShouldBe(4 * PaidService.Price);
    }

    [Fact]
    public async Task Black_and_flat_and_repeated_pictures_are_drawn_again_and_paid()
    {
        await using var service = await PaidService.Start(rules => rules with
        {
            Paint = (number, size) => (number switch { 0 => A.Flat(0, size), 1 => A.Flat(90, size), 4 => A.Picture(3, size), _ => A.Picture(number, size) }).EncodePng(),
        });

        var painted = await service.Paint(A.Order(), ("ImagesPerRequest", "1"), ("Concurrency", "1"));

        painted.Screened.ShouldBe(new Dictionary<string, int> { ["black"] = 1, ["flat"] = 1, ["nearDuplicate"] = 1 }, ignoreOrder: true);
        painted.Pictures.Select(picture => picture.Picture.Sha256).Distinct().Count().ShouldBe(3);
        (painted.CostMinor, service.Server.Charged).ShouldBe((6 * PaidService.Price, 6));
    }

    [Fact]
    public async Task A_service_that_paints_black_only_fails_within_its_redraws_and_what_it_cost_is_told()
    {
        await using var service = await PaidService.Start(rules => rules with { Paint = (_, size) => A.Flat(1, size).EncodePng() });

        var fault = await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(A.Order() with { Redraws = 1 }));

        fault.Toll.Screened.ShouldBe(new Dictionary<string, int> { ["black"] = 6 });
        (fault.Toll.CostMinor, service.Server.Charged).ShouldBe((6 * PaidService.Price, 6));
        fault.Message.ShouldContain("black 6");
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_paid_and_drawn_again()
    {
        var enormous = Bomb();
        await using var service = await PaidService.Start(rules => rules with
        {
            Paint = (number, size) => number switch
            {
                0 => "<html></html>"u8.ToArray(),
                1 => A.Picture(1, size).EncodePng()[..200],
                2 => enormous,
                3 => A.Picture(3, "16x16").EncodePng(),
                4 => [.. A.Picture(4, size).EncodePng(), .. new byte[5000]],
                _ => A.Picture(number, size).EncodePng(),
            },
        });

        var painted = await service.Paint(A.Order() with { Redraws = 20 }, ("LargestPictureBytes", "5000"));

        painted.Screened.ShouldBe(new Dictionary<string, int> { ["unreadable"] = 5 });
        (painted.CostMinor, service.Server.Charged).ShouldBe((8 * PaidService.Price, 8));
    }

    [Fact]
    public async Task An_answer_larger_than_its_pictures_may_be_is_not_read_to_its_end()
    {
        await using var service = await PaidService.Start(rules => rules with { Paint = (number, size) => [.. A.Picture(number, size).EncodePng(), .. new byte[3 << 20]] });

        var fault = await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(A.Order() with { Redraws = 0 }, ("LargestPictureBytes", "5000")));

        fault.Message.ShouldContain("larger than 1 pictures of 5000 bytes (Generator:Remote:LargestPictureBytes)");
        fault.Toll.CostMinor.ShouldBe(3 * PaidService.Price);
    }

    [Fact]
    public async Task Fewer_pictures_than_asked_for_are_kept_and_the_rest_is_asked_for()
    {
        await using var service = await PaidService.Start();
        service.Server.Faults.Enqueue(new ImagesFault.Fewer(1));

        var painted = await service.Paint(A.Order(), ("ImagesPerRequest", "3"));

        (painted.Pictures.Count, service.Server.Charged, painted.Screened.Count).ShouldBe((3, 3, 0));
        painted.CostMinor.ShouldBe(5 * PaidService.Price, "three were asked for, so three may have been charged");
    }

    [Fact]
    public async Task An_answer_without_pictures_counts_as_refused_and_as_paid()
    {
        await using var service = await PaidService.Start();
        service.Server.Faults.Enqueue(new ImagesFault.Fewer(0));

        var painted = await service.Paint(A.Order());

        painted.Screened.ShouldBe(new Dictionary<string, int> { ["refused"] = 1 });
        painted.CostMinor.ShouldBe(4 * PaidService.Price);
    }

    /// <summary>A PNG of a few bytes that claims 60000 x 60000 pixels.</summary>
    private static byte[] Bomb()
    {
        var file = A.Picture(0, "16x16").EncodePng();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), 60_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), 60_000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc32(file.AsSpan(12, 17)));
        return file;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }
}
