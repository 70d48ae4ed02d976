"""What is asked about managed AI services and foundation models."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, number


class Usage(Word):
    """How the foundation model is called."""

    UNPREDICTABLE = "unpredictable", "now and then, or unpredictably"
    STEADY_HIGH = "steady-high", "steadily and at a high rate, all day"
    BULK = "bulk", "in bulk, with hours until the results are due"


class Change(Word):
    """How often the knowledge behind the answers changes."""

    STATIC = "static", "hardly ever"
    PERIODIC = "periodic", "on a known schedule, such as nightly or weekly"
    CONSTANT = "constant", "all the time, one document after another"


class Store(Word):
    """The store that holds the company's data already."""

    NONE = "none", "none that matters here"
    POSTGRESQL = "postgresql", "PostgreSQL (Amazon Aurora or Amazon RDS)"
    OPENSEARCH = "opensearch", "an Amazon OpenSearch Service domain"
    GRAPH = "graph", "a graph in Amazon Neptune"
    DOCUMENTDB = "documentdb", "Amazon DocumentDB"
    MONGODB = "mongodb", "MongoDB Atlas"
    REDIS = "redis", "Redis Enterprise Cloud"
    PINECONE = "pinecone", "Pinecone"


class DocumentShape(Word):
    """What one document looks like."""

    SHORT = "short", "short: each file is one passage"
    NESTED = "nested", "long, with sections inside sections"
    TOPICAL = "topical", "long prose that moves from topic to topic"
    UNIFORM = "uniform", "plain text without a structure of its own"


class Output(Word):
    """What kind of text or label the model puts out."""

    SUMMARY = "summary", "summaries"
    TRANSLATION = "translation", "translations"
    LABEL = "label", "labels of a closed list, or exact facts"
    FREE_TEXT = "free-text", "free text, worded in many right ways"
    NEXT_WORD = "next-word", "nothing yet: the language model itself is compared"


class Ai(Group):
    """Language, speech, vision and other managed AI."""

    analyses_pictures: Annotated[
        bool | None,
        flag(
            "Are images or videos to be analysed?",
            "images or videos are analysed",
            "no image or video is analysed",
        ),
    ] = None
    analyses_text: Annotated[
        bool | None,
        flag(
            "Is text to be analysed (sentiment, entities, topics, classes)?",
            "text is analysed",
            "no text is analysed",
        ),
    ] = None
    reads_documents: Annotated[
        bool | None,
        flag(
            "Are scanned or printed documents to be read into data?",
            "documents are read into data",
            "no document is read",
        ),
    ] = None
    transcribes_speech: Annotated[
        bool | None,
        flag(
            "Is speech to be turned into text?",
            "speech is turned into text",
            "no speech is turned into text",
        ),
    ] = None
    speaks: Annotated[
        bool | None,
        flag(
            "Is text to be spoken aloud?",
            "text is spoken aloud",
            "nothing is spoken aloud",
        ),
    ] = None
    translates: Annotated[
        bool | None,
        flag(
            "Is text to be translated?",
            "text is translated",
            "nothing is translated",
        ),
    ] = None
    converses: Annotated[
        bool | None,
        flag(
            "Are users to talk with a bot in text or speech?",
            "users talk with a bot",
            "there is no conversation with a bot",
        ),
    ] = None
    searches_documents: Annotated[
        bool | None,
        flag(
            "Are answers to be found in the company's own documents?",
            "answers are found in the company's own documents",
            "the company's documents are not searched",
        ),
    ] = None
    recommends: Annotated[
        bool | None,
        flag(
            "Are items to be recommended to users?",
            "items are recommended to users",
            "nothing is recommended",
        ),
    ] = None
    forecasts: Annotated[
        bool | None,
        flag(
            "Are future values of a time series to be predicted?",
            "future values of a time series are predicted",
            "no time series is predicted",
        ),
    ] = None
    detects_fraud: Annotated[
        bool | None,
        flag(
            "Is fraud to be detected in online events?",
            "fraud is detected in online events",
            "no fraud is to be detected",
        ),
    ] = None
    finds_anomalies: Annotated[
        bool | None,
        flag(
            "Are anomalies to be found in business metrics or equipment sensors?",
            "anomalies are found in metrics or sensor readings",
            "no anomaly is to be found",
        ),
    ] = None
    human_review: Annotated[
        bool | None,
        flag(
            "Must people check some of the predictions?",
            "people check some of the predictions",
            "nobody has to check predictions",
        ),
    ] = None
    joins_services: Annotated[
        bool | None,
        flag(
            "Does one AI service have to work on what another one produced (speech, then text, then sentiment)?",
            "AI services work on each other's output",
            "one AI service does the whole job",
        ),
    ] = None
    team_has_ml_skills: Annotated[
        bool | None,
        flag(
            "Does the team have people who can train and run models?",
            "the team can train and run models",
            "the team has no machine-learning experience",
        ),
    ] = None


class Fm(Group):
    """Foundation models: access, customisation, retrieval, guardrails, agents."""

    uses_foundation_model: Annotated[
        bool | None,
        flag(
            "Is a foundation model (a large language model, an image generator) to be used?",
            "a foundation model is used",
            "no foundation model is used",
        ),
    ] = None
    adapts_model: Annotated[
        bool | None,
        flag(
            "Must a foundation model learn or be told something that it doesn't do well as it is?",
            "the foundation model must be adapted",
            "the foundation model is good enough as it is",
        ),
    ] = None
    tunes_weights: Annotated[
        bool | None,
        flag(
            "Are the weights of a foundation model to be trained further?",
            "weights of a foundation model are trained further",
            "no weights are trained",
        ),
    ] = None
    writes_prompts: Annotated[
        bool | None,
        flag(
            "Is the wording of prompts itself in question?",
            "the wording of prompts is in question",
            "the prompts are settled",
        ),
    ] = None
    stores_vectors: Annotated[
        bool | None,
        flag(
            "Are embeddings (vectors) to be stored and searched?",
            "embeddings are stored and searched",
            "no embeddings are stored",
        ),
    ] = None
    builds_agent: Annotated[
        bool | None,
        flag(
            "Must the model plan steps and call tools or APIs by itself?",
            "the model plans steps and calls tools",
            "the model calls no tools",
        ),
    ] = None
    evaluates_model: Annotated[
        bool | None,
        flag(
            "Is the quality of generated text or of a foundation model to be judged?",
            "generated text is judged",
            "nothing generated is judged",
        ),
    ] = None
    watches_tokens: Annotated[
        bool | None,
        flag(
            "Is the bill for tokens or for model calls to come down?",
            "the bill for tokens must come down",
            "the bill for tokens is no concern",
        ),
    ] = None
    refreshes_knowledge: Annotated[
        bool | None,
        flag(
            "Do the documents behind the answers change, so that the index must follow?",
            "the index must follow changing documents",
            "the documents do not change",
        ),
    ] = None
    fixed_steps: Annotated[
        bool | None,
        flag(
            "Are the steps known in advance, always in the same order?",
            "the steps are known in advance",
            "the model has to find out the steps",
        ),
    ] = None
    own_weights: Annotated[
        bool | None,
        flag(
            "Does the company bring the weights of a model that it trained or tuned elsewhere?",
            "the company brings its own model weights",
            "the company brings no model weights",
        ),
    ] = None
    importable_architecture: Annotated[
        bool | None,
        flag(
            "Is that model of a family that Bedrock imports (such as Llama, Mistral or Qwen)?",
            "Bedrock imports the model's family",
            "Bedrock does not import the model's family",
        ),
    ] = None
    unlabelled_domain_text: Annotated[
        bool | None,
        flag(
            "Is there a large amount of unlabelled text of the domain?",
            "there is much unlabelled domain text",
            "there is no large amount of unlabelled domain text",
        ),
    ] = None
    reference_answers: Annotated[
        bool | None,
        flag(
            "Are there reference answers to compare generated text with?",
            "there are reference answers",
            "there are no reference answers",
        ),
    ] = None
    usage: Annotated[Usage | None, choice("How is the foundation model called?", "calls of the foundation model")] = (
        None
    )
    knowledge_changes: Annotated[
        Change | None, choice("How often does the knowledge behind the answers change?", "change of the knowledge")
    ] = None
    existing_store: Annotated[
        Store | None, choice("Which store holds the company's data already?", "existing store")
    ] = None
    document_shape: Annotated[
        DocumentShape | None, choice("What do the documents look like?", "shape of the documents")
    ] = None
    output: Annotated[Output | None, choice("What does the model put out?", "output of the model")] = None
    labelled_pairs: Annotated[
        int | None,
        number(
            "How many examples of prompt and right answer are there?",
            "labelled prompt-answer pairs",
            Unit.COUNT,
            low=0,
            high=1_000_000_000,
            integer=True,
        ),
    ] = None
    vectors: Annotated[
        int | None,
        number("How many vectors are stored?", "stored vectors", Unit.COUNT, low=0, high=100_000_000_000, integer=True),
    ] = None
    vector_latency_ms: Annotated[
        float | None,
        number("Within what time must a vector query answer?", "time for a vector query", Unit.MS, low=1, high=60_000),
    ] = None
    repeated_prompt_share: Annotated[
        float | None,
        number(
            "What share of each prompt is the same every time (instructions, a long document)?",
            "share of each prompt that repeats",
            Unit.SHARE,
            low=0,
            high=1,
        ),
    ] = None
