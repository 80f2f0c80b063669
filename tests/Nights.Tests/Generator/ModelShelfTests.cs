using Microsoft.Extensions.Options;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Generator.Painting;
using Nights.Tests.Diffusion;
using Nights.Tests.Generator.Models;

namespace Nights.Tests.Generator;

public sealed class ModelShelfTests : IDisposable
{
    private readonly CachedGround ground = new();
    private readonly TestModel folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_is_opened_once_however_many_ask_for_it()
    {
        using var shelf = Shelf(new GeneratorOptions { Cache = ground.Folder });

        var loans = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shelf.Borrow("procedural", Cancel), Cancel)));

        loans.Select(loan => loan.Model).Distinct().Count().ShouldBe(1);
        foreach (var loan in loans)
            loan.Dispose();
    }

    [Fact]
    public async Task A_folder_goes_by_its_name_and_a_model_of_the_store_by_its_own()
    {
        ground.Push("sd-mini", folder.Directory);
        using var shelf = Shelf(new GeneratorOptions { Cache = ground.Folder, Model = folder.Directory, ModelName = "ours" });

        shelf.ConfiguredName.ShouldBe("ours");
        using (var loan = await shelf.Borrow("ours", Cancel))
            loan.Model.Directory.ShouldBe(folder.Directory);
        using (var loan = await shelf.Borrow("sd-mini", Cancel))
            loan.Model.Directory.ShouldStartWith(ground.Fetched);
        foreach (var known in new[] { "ours", "procedural", "sd-mini", "not-looked-up-yet" })
            shelf.Has(known).ShouldBeTrue();
        shelf.Has("no/model").ShouldBeFalse();
    }

    [Fact]
    public async Task The_store_can_hold_the_configured_model()
    {
        ground.Push("sd-mini", folder.Directory);
        using var shelf = Shelf(new GeneratorOptions { Cache = ground.Folder, Model = "sd-mini" });

        using var loan = await shelf.Borrow(shelf.ConfiguredName, Cancel);

        loan.Model.Directory.ShouldStartWith(ground.Fetched);
    }

    [Fact]
    public async Task What_is_nowhere_is_refused_with_what_there_is_and_the_mend()
    {
        using var shelf = Shelf(new GeneratorOptions { Cache = ground.Folder, Name = "easel-7" });

        var refused = await Should.ThrowAsync<OrderRefusedException>(() => shelf.Borrow("sd-9", Cancel));

        foreach (var word in new[] { "'sd-9'", "easel-7", "procedural", "nights model push" })
            refused.Message.ShouldContain(word);
    }

    [Fact]
    public async Task A_model_that_cannot_be_opened_is_tried_again_when_it_is_mended()
    {
        var unet = folder["unet/model.onnx"];
        var whole = await File.ReadAllBytesAsync(unet, Cancel);
        await File.WriteAllBytesAsync(unet, whole[..(whole.Length / 2)], Cancel);
        using var shelf = Shelf(new GeneratorOptions { Cache = ground.Folder, Model = folder.Directory, ModelName = "ours" });

        await Should.ThrowAsync<ModelFolderException>(() => shelf.Borrow("ours", Cancel));
        await File.WriteAllBytesAsync(unet, whole, Cancel);

        using var loan = await shelf.Borrow("ours", Cancel);
        Paint(loan.Model).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_room_for_two_the_unused_one_is_closed_and_the_borrowed_one_is_not()
    {
        using var shelf = Shelf(new GeneratorOptions { Cache = ground.Folder, Model = folder.Directory, ModelName = "ours", ModelMemoryGiB = 0 });
        var first = await shelf.Borrow("ours", Cancel);
        var opened = first.Model;

        using (var other = await shelf.Borrow("procedural", Cancel))
        {
            Paint(opened).Count.ShouldBe(1, "it is borrowed");
            first.Dispose();
            Should.Throw<ObjectDisposedException>(() => Paint(opened), "it is closed");
            Paint(other.Model).Count.ShouldBe(1);
        }

        using var again = await shelf.Borrow("ours", Cancel);
        again.Model.ShouldNotBe(opened);
        Paint(again.Model).Count.ShouldBe(1);
    }

    [Fact]
    public async Task With_room_for_both_both_stay_open()
    {
        using var shelf = Shelf(new GeneratorOptions { Cache = ground.Folder, Model = folder.Directory, ModelName = "ours" });
        ModelFolder ours;
        using (var loan = await shelf.Borrow("ours", Cancel))
            ours = loan.Model;
        using (await shelf.Borrow("procedural", Cancel))
        {
            // opened and given back
        }

        using var again = await shelf.Borrow("ours", Cancel);
        again.Model.ShouldBe(ours);
    }

    public void Dispose()
    {
        folder.Dispose();
        ground.Dispose();
    }

    private static IReadOnlyList<PaintedPicture> Paint(ModelFolder model) =>
        new Painter(model).Paint([new PictureOrder { Prompt = "a star", Seed = 1 }], new PaintSettings { Width = 64, Height = 64, Steps = 1 }, null, Cancel);

    private ModelShelf Shelf(GeneratorOptions options) => new(Options.Create(options), ground.Fetch());
}
