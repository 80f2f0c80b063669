using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Training;

namespace Nights.NumericsTests.Training;

public sealed class RecipesTests
{
    [Fact]
    public void A_file_may_name_a_recipe_and_change_some_of_it()
    {
        var config = Recipes.Parse("""{ "recipe": "demo", "seed": 7, "optimiser": { "learningRate": 0.002 } }""", "config.json");

        config.Seed.ShouldBe(7);
        config.Optimiser.LearningRate.ShouldBe(0.002);
        config.Optimiser.WeightDecay.ShouldBe(Recipes.Demo.Optimiser.WeightDecay);
        config.Model!.Backbones[0].Width.ShouldBe(96);
    }

    [Fact]
    public void A_recipe_written_and_read_is_the_same()
    {
        foreach (var recipe in Recipes.All) ModelJson.Text(Recipes.Parse(ModelJson.Text(recipe), "x")).ShouldBe(ModelJson.Text(recipe));
    }

    [Theory]
    [InlineData("""{ "recipe": "dmeo" }""", "there are demo, lora, single, ensemble, pairs")]
    [InlineData("""{ "recipe": "demo", "epoch": 3 }""", "epoch")]
    [InlineData("""{ "recipe": "demo", "epochs": 0 }""", "epochs is 0")]
    [InlineData("""{ "recipe": "demo", "start": "x" }""", "exactly one of start")]
    [InlineData("""{ "recipe": "demo", "train": "lora", "lora": { "rank": 0 } }""", "rank is 0")]
    [InlineData("""{ "recipe": "demo", "testSplit": "train" }""", "both 'train'")]
    [InlineData("""{ "recipe": "demo", "optimiser": { "learningRate": -1 } }""", "learningRate is -1")]
    [InlineData("""{ "recipe": "demo", "objective": "pairs" }""", "objective is 'pairs', and there is no regressor")]
    [InlineData("""{ "recipe": "pairs", "regressor": { "hidden": 0 } }""", "hidden width is 0")]
    [InlineData("""{ "recipe": "demo", """, "cannot be read")]
    [InlineData("""{ "recipe": "demo", "model": { "backbones": [ { "patch": 8, "width": 95, "depth": 1, "heads": 4, "imageSize": 64 } ] } }""", "divide the width, 95")]
    public void What_cannot_be_trained_is_refused_by_name(string json, string named) =>
        Should.Throw<InvalidDataException>(() => Recipes.Parse(json, "config.json")).Message.ShouldContain(named);

    [Fact]
    public void The_recipe_of_pairs_is_the_described_one_and_others_do_not_mention_it()
    {
        (Recipes.Pairs.Regressor!.Hidden, Recipes.Pairs.Optimiser.LearningRate, Recipes.Pairs.Epochs, Recipes.Pairs.Objective).ShouldBe((64, 1e-3, 10, Objective.Pairs));
        ModelJson.Text(Recipes.Single).ShouldNotContain("objective");      // runs begun before there were pairs go on from their checkpoints
        ModelJson.Text(Recipes.Pairs).ShouldContain("\"objective\": \"pairs\"");
    }

    [Fact]
    public void The_learning_rate_warms_up_and_falls_to_nearly_zero()
    {
        var rates = Enumerable.Range(0, 200).Select(step => LearningRate.At(Recipes.Demo, step, 200)).ToArray();

        rates[0].ShouldBe(1e-3 / 20, 1e-12);
        rates[19].ShouldBe(1e-3, 1e-12);
        rates.Max().ShouldBe(1e-3, 1e-12);
        rates[^1].ShouldBeLessThan(1e-6);
        LearningRate.At(Recipes.Single, 0, 10).ShouldBe(3e-4);
    }
}
